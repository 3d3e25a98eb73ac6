using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>What the subject was made of, and whether all of it was given back.</summary>
internal static class SubjectSection
{
    public static void Render(StringBuilder page, EpisodeReport report)
    {
        page.Append("<section>\n<h2>Subject</h2>\n");
        page.Append($"<p>{HtmlText.Encode(report.Episode.Application)} in namespace {HtmlText.Encode(report.Episode.Namespace)}, target {HtmlText.Encode(report.Episode.Target)}.");
        page.Append(report.Episode.Target == Contracts.Targets.TargetNames.Embedded ? " Public images came from the built-in catalogue.</p>\n" : "</p>\n");
        if (report.Images.Count > 0)
        {
            page.Append("<details><summary>Images in the private registry <b>" + report.Images.Count + "</b></summary>\n<table><thead>");
            page.Append("<tr><th>Service</th><th>Image</th><th>Copied from</th><th>Digest</th></tr></thead><tbody>\n");
            foreach (var image in report.Images)
            {
                page.Append($"<tr><td>{HtmlText.Encode(image.Service)}</td><td>{HtmlText.Encode(image.Target)}</td>");
                page.Append($"<td>{HtmlText.Encode(image.Source)}</td><td><code>{HtmlText.Encode(image.Digest)}</code></td></tr>\n");
            }

            page.Append("</tbody></table></details>\n");
        }

        foreach (var state in report.Locks)
        {
            page.Append($"<p>Lock <b>{HtmlText.Encode(state.Name)}</b>: {HtmlText.Encode(state.Detail)}.</p>\n");
        }

        page.Append(report.Recovery.Complete
            ? "<p class=\"recovered\">Recovered completely.</p>\n"
            : "<p class=\"error\"><b>Not recovered completely</b></p>\n<ul>\n");
        foreach (var leftover in report.Recovery.Leftovers)
        {
            page.Append($"<li>{HtmlText.Encode(leftover)}</li>\n");
        }

        page.Append(report.Recovery.Complete ? "</section>\n" : "</ul>\n</section>\n");
    }
}
