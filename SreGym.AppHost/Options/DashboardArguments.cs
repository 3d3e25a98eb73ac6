using System.Net;
using System.Net.Sockets;

namespace SreGym.AppHost.Options;

/// <summary>
/// Draws the dashboard's port here where nobody has chosen one, so that its address can be printed:
/// a port drawn by the host itself is only known to its log.
/// </summary>
internal static class DashboardArguments
{
    private const string Urls = "ASPNETCORE_URLS";
    private const string AllowUnsecuredTransport = "ASPIRE_ALLOW_UNSECURED_TRANSPORT";

    public static string[] Complete(string[] hostArguments)
    {
        var isChosen = Environment.GetEnvironmentVariable(Urls) is { Length: > 0 }
            || hostArguments.Any(argument => argument.Contains(Urls, StringComparison.OrdinalIgnoreCase));
        var allowsHttp = string.Equals(Environment.GetEnvironmentVariable(AllowUnsecuredTransport), "true", StringComparison.OrdinalIgnoreCase);
        return isChosen || !allowsHttp ? hostArguments : [.. hostArguments, $"--{Urls}=http://localhost:{FreePort()}"];
    }

    // Bound a second later, by another process: below the range that outgoing connections take theirs from, and elsewhere for each host.
    private static int FreePort()
    {
        const int first = 30_000;
        const int range = 2_700;
        for (var next = Environment.ProcessId; ; next++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, first + (next % range));
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // Somebody else's; the next one will do.
            }
        }
    }
}
