using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>What the participant said was wrong, and how that was graded.</summary>
internal static class DiagnosisSection
{
    public static void Render(StringBuilder page, EpisodeReport report)
    {
        page.Append($"<section>\n<h2>Diagnosis {HtmlText.Verdict(report.Verdicts.Diagnosis)}</h2>\n");
        var submitted = report.Submissions.FirstOrDefault(submission => submission.Stage == "diagnosis");
        page.Append(submitted is null
            ? "<p class=\"empty\">No diagnosis was submitted.</p>\n"
            : $"<blockquote>{HtmlText.Encode(submitted.Text.Trim())}</blockquote>\n");
        if (report.Diagnosis is { } graded)
        {
            Render(page, graded);
        }

        page.Append("</section>\n");
    }

    private static void Render(StringBuilder page, ReportedDiagnosis graded)
    {
        page.Append($"<p class=\"score\">Score <b>{HtmlText.Number(graded.Score)}</b>, {HtmlText.Number(graded.Threshold)} needed</p>\n");
        page.Append("<table><thead><tr><th>Rubric</th><th class=\"number\">Weight</th><th>Score</th><th>Why</th></tr></thead><tbody>\n");
        foreach (var item in graded.Items)
        {
            page.Append($"<tr><td>{HtmlText.Encode(item.Name)}</td><td class=\"number\">{HtmlText.Number(item.Weight)}</td>");
            page.Append($"<td><meter min=\"0\" max=\"1\" value=\"{HtmlText.Number(Math.Clamp(item.Score, 0, 1))}\"></meter> {HtmlText.Number(item.Score)}</td>");
            page.Append($"<td>{HtmlText.Encode(item.Reason)}</td></tr>\n");
        }

        page.Append("</tbody></table>\n");
    }
}
