namespace SreGym.AppHost.Options;

/// <summary>
/// Draws the dashboard's port here where nobody has chosen one, so that its address can be printed:
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
        var isChosen = Environment.GetEnvironmentVariable(Urls) is { Length: > 0 }
            || hostArguments.Any(argument => argument.Contains(Urls, StringComparison.OrdinalIgnoreCase));
        var allowsHttp = string.Equals(Environment.GetEnvironmentVariable(AllowUnsecuredTransport), "true", StringComparison.OrdinalIgnoreCase);
        return isChosen || !allowsHttp ? hostArguments : [.. hostArguments, $"--{Urls}=http://localhost:{s_ports.TakeFree()}"];
    }
}
