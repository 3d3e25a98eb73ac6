using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>The credentials of an episode while its participant works: those in the cluster, and the participant's own.</summary>
internal static partial class EpisodeSecrets
{
    private const string RegistryNamespace = "platform-registry";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <param name="kubeconfig">The administrator's, of the cluster.</param>
    /// <param name="artifacts">The run's folder; the participant's kubeconfig is in its episode's while it works.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Dictionary<string, string>> ReadAsync(string kubeconfig, string artifacts, CancellationToken cancellationToken)
    {
        var secrets = new Dictionary<string, string>();
        secrets["participant's token"] = Token().Match(await ReadParticipantsAsync(artifacts, cancellationToken)).Groups[1].Value;
        var list = JsonNode.Parse(await RealCluster.KubectlAsync(kubeconfig, ["get", "secrets", "-A", "-o", "json"], cancellationToken))!;
        foreach (var secret in list["items"]!.AsArray())
        {
            var name = $"{secret!["metadata"]!["namespace"]}/{secret["metadata"]!["name"]}";
            if ((string?)secret["type"] == "kubernetes.io/dockerconfigjson")
            {
                AddPullSecret(secrets, name, Decode(secret["data"]![".dockerconfigjson"]!));
            }
            else if (name.StartsWith(RegistryNamespace, StringComparison.Ordinal) && secret["data"]?["password"] is { } password)
            {
                secrets[$"password of {name}"] = Decode(password);
            }
        }

        return secrets;
    }

    private static async Task<string> ReadParticipantsAsync(string artifacts, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            if (Directory.EnumerateFiles(artifacts, "kubeconfig", SearchOption.AllDirectories).FirstOrDefault() is { } path)
            {
                return await File.ReadAllTextAsync(path, limit.Token);
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    private static void AddPullSecret(Dictionary<string, string> secrets, string name, string dockerConfig)
    {
        foreach (var (registry, login) in JsonNode.Parse(dockerConfig)!["auths"]!.AsObject())
        {
            // As it is, and in the form that goes into headers.
            var auth = (string?)login!["auth"] ?? "";
            secrets[$"password of {name} for {registry}"] = (string?)login["password"] ?? Encoding.UTF8.GetString(Convert.FromBase64String(auth)).Split(':', 2)[1];
            secrets[$"password of {name} for {registry}, encoded"] = auth;
        }
    }

    private static string Decode(JsonNode value) => Encoding.UTF8.GetString(Convert.FromBase64String((string)value!));

    [GeneratedRegex("""\btoken"?: *"?([^"\s]{16,})""")]
    private static partial Regex Token();
}
