using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>What the users of the application noticed.</summary>
internal static class WorkloadSection
{
    public static void Render(StringBuilder page, EpisodeReport report)
    {
        if (report.Workload.Count == 0)
        {
            return;
        }

        var stages = report.Workload.Select(tally => tally.Stage).Distinct().ToList();
        page.Append("<section>\n<h2>Users' requests</h2>\n<table class=\"workload\"><thead><tr><th>Endpoint</th>");
        page.Append(string.Concat(stages.Select(stage => $"<th>{HtmlText.Encode(stage)}</th>")));
        page.Append("</tr></thead><tbody>\n");
        foreach (var endpoint in report.Workload.GroupBy(tally => tally.Endpoint))
        {
            var cells = stages.Select(stage => Cell(endpoint.FirstOrDefault(tally => tally.Stage == stage)));
            page.Append($"<tr><td><code>{HtmlText.Encode(endpoint.Key)}</code></td>{string.Concat(cells)}</tr>\n");
        }

        page.Append("</tbody></table>\n</section>\n");
    }

    private static string Cell(ReportedWorkload? tally) => tally is null
        ? "<td></td>"
        : FormattableString.Invariant(
            $"<td{(tally.Answered < tally.Sent ? " class=\"lost\"" : "")}>{tally.SuccessRatio * 100:0.#} % <small>of {tally.Sent}</small></td>");
}
