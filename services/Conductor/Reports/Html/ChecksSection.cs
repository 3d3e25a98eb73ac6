using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>What was looked at to judge the repair, and what was seen.</summary>
internal static class ChecksSection
{
    public static void Render(StringBuilder page, EpisodeReport report)
    {
        page.Append($"<section>\n<h2>Mitigation {HtmlText.Verdict(report.Verdicts.Mitigation)}</h2>\n");
        if (report.Checks.Count == 0)
        {
            page.Append("<p class=\"empty\">The episode did not come as far as verification.</p>\n");
        }

        foreach (var check in report.Checks)
        {
            Render(page, check);
        }

        page.Append("</section>\n");
    }

    private static void Render(StringBuilder page, ReportedCheck check)
    {
        page.Append($"<details class=\"check {HtmlText.Encode(check.Verdict)}\"{(check.Verdict == "fail" ? " open" : "")}>\n");
        page.Append($"<summary>{HtmlText.Verdict(check.Verdict)}<b>{HtmlText.Encode(check.Name)}</b><span>{HtmlText.Encode(check.Reason)}</span>");
        page.Append($"<time>{HtmlText.Seconds(check.Seconds)}</time></summary>\n");
        if (check.Evidence.Count > 0)
        {
            page.Append("<table class=\"evidence\"><tbody>\n");
            foreach (var evidence in check.Evidence)
            {
                page.Append($"<tr><th>{HtmlText.Encode(evidence.Key)}</th><td>{DiffText.Render(evidence.Value)}</td></tr>\n");
            }

            page.Append("</tbody></table>\n");
        }

        page.Append("</details>\n");
    }
}
