using System.Text.Json;
using SreGym.Conductor.Participants;

namespace SreGym.Conductor.Reports;

/// <summary>The three files of a report.</summary>
internal static class ReportFiles
{
    public static async Task WriteAsync(
        string folder, EpisodeReport report, SecretRedactor redactor, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, string>
        {
            ["report.json"] = JsonSerializer.Serialize(report, ReportJson.Options) + "\n",
            ["trajectory.json"] = JsonSerializer.Serialize(Trajectory.Build(report), ReportJson.Options) + "\n",
            ["report.html"] = Html.ReportPage.Render(report),
        };
        foreach (var (name, content) in files)
        {
            // Written aside and moved, so that nobody ever reads half a report.
            var path = Path.Combine(folder, name);
            await File.WriteAllTextAsync(path + ".part", redactor.Redact(content), cancellationToken);
            File.Move(path + ".part", path, overwrite: true);
        }
    }
}
