namespace SreGym.Conductor.Reports.Html;

/// <summary>The report as one self-contained page.</summary>
internal static class ReportPage
{
    public static string Render(EpisodeReport report) => $"<!doctype html><title>{report.Episode.Id}</title>";
}
