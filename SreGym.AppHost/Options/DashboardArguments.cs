using SreGym.AppHost.Episodes;

namespace SreGym.AppHost.Options;

/// <summary>
/// Draws the dashboard's ports here where nobody has chosen them, so that its address can be printed and its telemetry reached:
/// a port drawn by the host itself is only known to its log.
/// </summary>
internal static class DashboardArguments
{
    private const string Urls = "ASPNETCORE_URLS";
    private const string AllowUnsecuredTransport = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";

    // Above those that the stand-ins draw for the services.
    private static readonly LoopbackPorts s_ports = new(first: 30_000, count: 2_700);

    public static string[] Complete(string[] hostArguments)
    {
        var allowsHttp = string.Equals(Environment.GetEnvironmentVariable(AllowUnsecuredTransport), "true", StringComparison.OrdinalIgnoreCase);
        return allowsHttp
            ? [.. hostArguments, .. Draw(Urls, hostArguments), .. Draw(DashboardAddress.OtlpUrl, hostArguments)]
            : hostArguments;
    }

    private static string[] Draw(string setting, string[] hostArguments)
    {
        var isChosen = Environment.GetEnvironmentVariable(setting) is { Length: > 0 }
            || hostArguments.Any(argument => argument.Contains(setting, StringComparison.OrdinalIgnoreCase));
        return isChosen ? [] : [$"--{setting}=http://localhost:{s_ports.TakeFree()}"];
    }
}
