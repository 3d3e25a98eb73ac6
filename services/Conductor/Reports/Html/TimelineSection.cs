using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>The whole episode on one line of time: stages, moments, the participant's calls, the subject's events.</summary>
internal static class TimelineSection
{
    private const int Width = 1120;
    private const int Left = 92;
    private const int Right = 16;
    private const int StageTop = 34;
    private const int CallTop = 84;
    private const int EventTop = 128;
    private const int MomentTop = 158;
    private const int MomentStep = 16;
    private const double LetterWidth = 6.6;

    private static readonly string[] s_reading = ["get", "list", "watch", "discover"];

    public static void Render(StringBuilder page, EpisodeReport report)
    {
        var start = report.Episode.StartedAt;
        var end = report.Stages.Select(stage => stage.EndedAt).Append(report.Episode.EndedAt ?? start).Append(start.AddSeconds(1)).Max();
        var scale = new TimeScale(start, end, Left, Width - Right);
        var moments = Moments(report.Times).ToList();
        var height = MomentTop + (moments.Count * MomentStep) + 12;
        page.Append($"<section>\n<h2>Timeline</h2>\n<svg viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"Timeline of the episode\">\n");
        RenderAxis(page, scale, height);
        RenderStages(page, report, scale);
        RenderCalls(page, report, scale);
        RenderEvents(page, report, scale);
        RenderMoments(page, moments, scale);
        page.Append("</svg>\n");
        RenderLegend(page, report);
        page.Append("</section>\n");
    }

    private static void RenderAxis(StringBuilder page, TimeScale scale, int height)
    {
        foreach (var (x, label) in scale.Ticks())
        {
            page.Append($"<line class=\"grid\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"22\" y2=\"{height - 6}\"/>");
            page.Append($"<text class=\"tick\" x=\"{x:0.#}\" y=\"14\">{label}</text>\n");
        }

        foreach (var (name, y) in new[] { ("stages", StageTop + 19), ("calls", CallTop + 17), ("events", EventTop + 9) })
        {
            page.Append($"<text class=\"lane\" x=\"{Left - 12}\" y=\"{y}\">{name}</text>\n");
        }
    }

    private static void RenderStages(StringBuilder page, EpisodeReport report, TimeScale scale)
    {
        foreach (var stage in report.Stages)
        {
            var x = scale.At(stage.StartedAt);
            var width = Math.Max(1.5, scale.At(stage.EndedAt) - x);
            page.Append($"<g class=\"stage {stage.Name} {stage.Outcome}\"><title>{stage.Name}: {HtmlText.Seconds(stage.Seconds)}, {stage.Outcome}</title>");
            page.Append($"<rect x=\"{x:0.#}\" y=\"{StageTop}\" width=\"{width:0.#}\" height=\"30\" rx=\"3\"/>");
            if (width > (stage.Name.Length * LetterWidth) + 8)
            {
                page.Append($"<text x=\"{x + (width / 2):0.#}\" y=\"{StageTop + 19}\">{stage.Name}</text>");
            }

            page.Append("</g>\n");
        }
    }

    private static void RenderCalls(StringBuilder page, EpisodeReport report, TimeScale scale)
    {
        foreach (var call in report.Calls.Take(2000))
        {
            var kind = call.Status >= 400 ? "refused" : s_reading.Contains(call.Verb) ? "read" : "write";
            var x = scale.At(call.Time);
            var top = kind == "write" ? CallTop : CallTop + 6;
            page.Append($"<line class=\"call {kind}\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{top}\" y2=\"{CallTop + 24}\">");
            page.Append($"<title>{HtmlText.Clock(call.Time)} {HtmlText.Encode($"{call.Verb} {call.Resource} {call.Name}")} → {call.Status}</title></line>\n");
        }
    }

    private static void RenderEvents(StringBuilder page, EpisodeReport report, TimeScale scale)
    {
        foreach (var seen in report.Events.Take(3000))
        {
            var x = scale.At(seen.Time);
            var (kind, y, radius) = seen.Type == "Warning" ? ("warning", EventTop, 4.0) : ("normal", EventTop + 10, 2.5);
            page.Append($"<circle class=\"event {kind}\" cx=\"{x:0.#}\" cy=\"{y}\" r=\"{HtmlText.Number(radius)}\">");
            page.Append($"<title>{HtmlText.Clock(seen.Time)} {HtmlText.Encode($"{seen.Reason} {seen.Kind}/{seen.Name}: {seen.Message}")}</title></circle>\n");
        }
    }

    private static void RenderMoments(StringBuilder page, IReadOnlyList<(string Name, DateTimeOffset Time)> moments, TimeScale scale)
    {
        foreach (var (index, moment) in moments.Index())
        {
            var (x, y) = (scale.At(moment.Time), MomentTop + (index * MomentStep));
            var label = $"{moment.Name} +{HtmlText.Seconds((moment.Time - scale.Start).TotalSeconds)}";
            var turnsLeft = x + 10 + (label.Length * LetterWidth) > Width;
            page.Append($"<line class=\"moment\" x1=\"{x:0.#}\" x2=\"{x:0.#}\" y1=\"{StageTop}\" y2=\"{y + 4}\"/>");
            page.Append($"<text class=\"moment {(turnsLeft ? "before" : "")}\" x=\"{(turnsLeft ? x - 6 : x + 6):0.#}\" y=\"{y + 4}\">{label}</text>\n");
        }
    }

    private static void RenderLegend(StringBuilder page, EpisodeReport report)
    {
        page.Append("<ul class=\"legend\">\n");
        foreach (var stage in report.Stages)
        {
            page.Append($"<li class=\"stage {stage.Name} {stage.Outcome}\">{stage.Name} <b>{HtmlText.Seconds(stage.Seconds)}</b></li>\n");
        }

        page.Append("<li class=\"read\">read</li><li class=\"write\">write</li><li class=\"refused\">refused</li>");
        page.Append("<li class=\"warning\">warning</li><li class=\"normal\">event</li>\n</ul>\n");
    }

    private static IEnumerable<(string Name, DateTimeOffset Time)> Moments(ReportedTimes times)
    {
        (string Name, DateTimeOffset? Time)[] all =
        [
            ("fault injected", times.FaultInjected),
            ("fault visible", times.FaultVisible),
            ("first relevant read", times.FirstRelevantRead),
            ("diagnosis submitted", times.DiagnosisSubmitted),
            ("repair effective", times.RepairEffective),
            ("mitigation submitted", times.MitigationSubmitted),
            ("grading finished", times.GradingFinished),
        ];
        return all.Where(moment => moment.Time is not null).Select(moment => (moment.Name, moment.Time!.Value)).OrderBy(moment => moment.Value);
    }
}
