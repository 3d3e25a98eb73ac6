using System.ComponentModel;
using System.Diagnostics;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.AppHost.Episodes;

/// <summary>Shows a report in the desktop's browser.</summary>
internal static class ReportOpener
{
    public static ExecuteCommandResult Open(Episode? episode)
    {
        if (episode is null || episode.ReportPath.Length == 0)
        {
            return CommandResults.Failure("There is no report yet: an episode writes it in its last stage.");
        }

        var page = Path.ChangeExtension(episode.ReportPath, ".html");
        try
        {
            using var browser = Process.Start(new ProcessStartInfo(page) { UseShellExecute = true });
            return CommandResults.Success($"The report is {page}");
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException or FileNotFoundException)
        {
            return CommandResults.Success($"No browser can be started here. The report is {page}");
        }
    }
}
