using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>What was run and how it came out, at a glance.</summary>
internal static class HeaderSection
{
    public static void Render(StringBuilder page, EpisodeReport report)
    {
        var episode = report.Episode;
        page.Append($"""
            <header>
            <p class="eyebrow">Episode {HtmlText.Encode(episode.Id)}</p>
            <h1>{HtmlText.Encode(episode.Title.Length > 0 ? episode.Title : episode.Problem)}</h1>
            <div class="verdicts">
            {Card("Diagnosis", report.Verdicts.Diagnosis)}
            {Card("Mitigation", report.Verdicts.Mitigation)}
            {Measure("Time to detect", report.Times.TimeToDetectSeconds)}
            {Measure("Time to diagnose", report.Times.TimeToDiagnoseSeconds)}
            {Measure("Time to repair", report.Times.TimeToRepairSeconds)}
            {Measure("Time to mitigate", report.Times.TimeToMitigateSeconds)}
            </div>
            {Error(episode)}
            <dl class="facts">
            {Fact("Problem", episode.Problem)}
            {Fact("Agent", episode.Agent)}
            {Fact("Target", episode.Target)}
            {Fact("Seed", $"{episode.Seed}")}
            {Fact("Rights", episode.Rights)}
            {Fact("Started", episode.StartedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", System.Globalization.CultureInfo.InvariantCulture))}
            {Fact("Duration", HtmlText.Seconds((episode.EndedAt - episode.StartedAt)?.TotalSeconds))}
            {Fact("Trace", episode.TraceId)}
            {string.Concat(episode.Options.Select(option => Fact(option.Key, option.Value)))}
            </dl>
            </header>

            """);
    }

    private static string Card(string name, string verdict) =>
        $"<div class=\"card {HtmlText.Encode(verdict)}\"><span>{name}</span><strong>{HtmlText.Encode(verdict)}</strong></div>";

    private static string Measure(string name, double? seconds) =>
        $"<div class=\"card\"><span>{name}</span><strong>{HtmlText.Seconds(seconds)}</strong></div>";

    private static string Fact(string name, string value) =>
        value.Length == 0 ? "" : $"<div><dt>{HtmlText.Encode(name)}</dt><dd>{HtmlText.Encode(value)}</dd></div>";

    private static string Error(ReportedEpisode episode) => episode.Error.Length == 0
        ? ""
        : $"<p class=\"error\"><b>{HtmlText.Encode(episode.State)}</b> {HtmlText.Encode(episode.Error)}</p>";
}
