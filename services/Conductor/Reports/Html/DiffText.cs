namespace SreGym.Conductor.Reports.Html;

/// <summary>Evidence as text; lines that were added or removed are coloured.</summary>
internal static class DiffText
{
    public static string Render(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? $"<pre>{string.Join('\n', text.TrimEnd().Split('\n').Select(RenderLine))}</pre>"
        : $"<code>{RenderLine(text)}</code>";

    private static string RenderLine(string line) => line switch
    {
        ['+', ' ', ..] => $"<ins>{HtmlText.Encode(line)}</ins>",
        ['-', ' ', ..] => $"<del>{HtmlText.Encode(line)}</del>",
        _ => HtmlText.Encode(line),
    };
}
