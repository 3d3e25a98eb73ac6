using System.Text;

namespace SreGym.Conductor.Reports.Html;

/// <summary>The report as one self-contained page: no script, no request, readable in ten years.</summary>
internal static class ReportPage
{
    private static readonly string s_style = ReadStyle();

    public static string Render(EpisodeReport report)
    {
        var page = new StringBuilder();
        page.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{HtmlText.Encode(report.Episode.Problem)} · {HtmlText.Encode(report.Episode.Id)}</title>
            <style>
            {s_style}
            </style>
            </head>
            <body>
            <main>

            """);
        HeaderSection.Render(page, report);
        TimelineSection.Render(page, report);
        ChecksSection.Render(page, report);
        WorkloadSection.Render(page, report);
        DiagnosisSection.Render(page, report);
        ActivitySection.Render(page, report);
        SubjectSection.Render(page, report);
        page.Append("</main>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
