using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>Everything the participant asked of the cluster, and everything the cluster said.</summary>
internal static class ActivitySection
{
    private const int MostRows = 1000;

    public static void Render(StringBuilder page, EpisodeReport report)
    {
        page.Append("<section>\n<h2>What happened</h2>\n");
        RenderCalls(page, report);
        RenderEvents(page, report);
        page.Append("</section>\n");
    }

    private static void RenderCalls(StringBuilder page, EpisodeReport report)
    {
        page.Append($"<details{(report.Calls.Count is > 0 and <= 60 ? " open" : "")}><summary>Participant's calls <b>{report.Calls.Count}</b></summary>\n");
        page.Append("<table><thead><tr><th>Time</th><th>Verb</th><th>Resource</th><th>Object</th><th class=\"number\">Status</th>");
        page.Append("<th class=\"number\">Took</th></tr></thead><tbody>\n");
        foreach (var call in report.Calls.Take(MostRows))
        {
            var kind = call.Status >= 400 ? " class=\"warning\"" : "";
            page.Append($"<tr{kind}><td>{HtmlText.Clock(call.Time)}</td><td>{HtmlText.Encode(call.Verb)}</td><td>{HtmlText.Encode(call.Resource)}</td>");
            page.Append($"<td>{HtmlText.Encode(Join(call.Namespace, call.Name))}</td><td class=\"number\">{call.Status}</td>");
            page.Append($"<td class=\"number\">{HtmlText.Seconds(call.Seconds)}</td></tr>\n");
        }

        page.Append("</tbody></table></details>\n");
    }

    private static void RenderEvents(StringBuilder page, EpisodeReport report)
    {
        page.Append($"<details><summary>Events of the subject <b>{report.Events.Count}</b></summary>\n");
        page.Append("<table><thead><tr><th>Time</th><th>Stage</th><th>Reason</th><th>Object</th><th>Message</th></tr></thead><tbody>\n");
        foreach (var seen in report.Events.Take(MostRows))
        {
            page.Append($"<tr class=\"{(seen.Type == "Warning" ? "warning" : "")}\"><td>{HtmlText.Clock(seen.Time)}</td><td>{HtmlText.Encode(seen.Stage)}</td>");
            page.Append($"<td>{HtmlText.Encode(seen.Reason)}{(seen.Count > 1 ? $" ×{seen.Count}" : "")}</td>");
            page.Append($"<td>{HtmlText.Encode($"{seen.Kind}/{seen.Name}")}</td><td>{HtmlText.Encode(seen.Message)}</td></tr>\n");
        }

        page.Append("</tbody></table></details>\n");
    }

    private static string Join(string @namespace, string name) =>
        string.Join('/', new[] { @namespace, name }.Where(part => part.Length > 0));
}
