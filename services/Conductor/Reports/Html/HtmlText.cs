using System.Globalization;
using System.Net;

namespace SreGym.Conductor.Reports.Html;

/// <summary>Values as a page may hold them.</summary>
internal static class HtmlText
{
    public static string Encode(string? text) => WebUtility.HtmlEncode(text ?? "");

    public static string Clock(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);

    public static string Seconds(double? seconds) => seconds switch
    {
        null => "–",
        < 0.9995 => string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms"),
        < 119.5 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} min"),
    };

    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    public static string Verdict(string verdict) => $"<span class=\"verdict {Encode(verdict)}\">{Encode(verdict)}</span>";
}
