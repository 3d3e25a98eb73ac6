using System.Net;
using System.Net.Sockets;

namespace SreGym.AppHost.Options;

/// <summary>What must hold outside this process for a run to be possible.</summary>
internal static class Preconditions
{
    private const string DashboardUrls = "ASPNETCORE_URLS";

    /// <summary>Null when nothing is in the way, else what is and what to do about it.</summary>
    public static string? FindObstacle(IDistributedApplicationBuilder builder, RunOptions options) =>
        CheckFolder(RunFolders.Artifacts(builder, options))
        ?? CheckFolder(RunFolders.Data(builder, options))
        ?? (options.Port is { } port && IsTaken(port)
            ? $"port {port} of the participant's endpoints is in use; end what listens there, or choose another with --port <n> (0: any free one)."
            : null)
        ?? CheckDashboard(builder.Configuration[DashboardUrls]);

    private static string? CheckDashboard(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Where(url => Uri.TryCreate(url, UriKind.Absolute, out var address) && IsTaken(address.Port))
            .Select(url => $"the dashboard's address {url} is in use; end what listens there, or set {DashboardUrls} to another.")
            .FirstOrDefault();

    private static string? CheckFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            using var probe = new FileStream(
                Path.Combine(folder, $".write-{Environment.ProcessId}"),
                new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"the folder '{folder}' cannot be written ({error.Message}); make it writable, or choose another with --artifacts <folder>.";
        }
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }
}
