using System.Collections;
using System.Globalization;

namespace SreGym.Conductor.Participants;

/// <summary>The environment of an agent's process: the operator's own, without anything of the harness, and how to reach the episode.</summary>
internal static class AgentEnvironment
{
    private static readonly string[] s_harnessPrefixes =
        ["ASPNETCORE_", "ASPIRE_", "OTEL_", "DCP_", "DOTNET_ENVIRONMENT", "DOTNET_RESOURCE", "DOTNET_DASHBOARD", "DOTNET_LAUNCH"];

    private static readonly string[] s_harnessNames = ["GRPC_PORT", "KUBERNETES_PORT", "PARTICIPANT_PORT", "REGISTRY_PORT", "SSL_CERT_DIR"];

    public static Dictionary<string, string> Create(
        IDictionary inherited, string harnessToken, string kubeconfig, Uri participantAddress, string logsFolder)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in inherited)
        {
            var (name, value) = ((string)entry.Key, (string?)entry.Value ?? "");
            if (!IsOfHarness(name) && !(harnessToken.Length > 0 && value.Contains(harnessToken, StringComparison.Ordinal)))
            {
                environment[name] = value;
            }
        }

        environment["KUBECONFIG"] = kubeconfig;
        environment["API_HOSTNAME"] = participantAddress.Host;
        environment["API_PORT"] = participantAddress.Port.ToString(CultureInfo.InvariantCulture);
        environment["MCP_SERVER_URL"] = "";
        environment["AGENT_LOGS_DIR"] = logsFolder;
        return environment;
    }

    // Configuration keys of .NET services hold a double underscore; programs' own variables do not.
    private static bool IsOfHarness(string name) =>
        name.Contains("__", StringComparison.Ordinal)
        || s_harnessNames.Contains(name)
        || s_harnessPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
}
