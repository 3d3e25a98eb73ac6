using System.Text.Encodings.Web;
using System.Text.Json;

namespace SreGym.Conductor.Reports;

internal static class ReportJson
{
    /// <summary>The files are read by programs and by people, never embedded in a page as they are.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
