using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Diagnosis;

/// <summary>
/// A diagnosis as the participant sent it: free text, or the form <c>{component, namespace, fault, evidence[]}</c>, also when it
/// stands in a Markdown fence.
/// </summary>
/// <param name="Component">What is said to be broken.</param>
/// <param name="Namespace">Where; null in free text.</param>
/// <param name="Fault">What is said to be wrong with it.</param>
/// <param name="Evidence">What it is said to be seen by.</param>
/// <param name="IsStructured">True when the form was used.</param>
public sealed record DiagnosisSubmission(string Component, string? Namespace, string Fault, string Evidence, bool IsStructured)
{
    /// <summary>Longer submissions are cut: nobody explains a diagnosis in more.</summary>
    public const int MaximumLength = 16_000;

    /// <summary>Reads a submission; everything that is not the form is free text.</summary>
    public static DiagnosisSubmission Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cut = text.Length > MaximumLength ? text[..MaximumLength] : text;
        return FindForm(cut) is { } form
            ? new DiagnosisSubmission(
                Read(form["component"]), form.Text("namespace"), Read(form["fault"]).Replace('_', ' '), Read(form["evidence"]), true)
            : new DiagnosisSubmission(cut, null, cut, cut, false);
    }

    private static JsonObject? FindForm(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        var end = text.LastIndexOf('}');
        if (start < 0 || end < start || text[..start].Trim(' ', '\r', '\n', '\t', '`') is not ("" or "json"))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text[start..(end + 1)]) as JsonObject is { } form && form.ContainsKey("fault") ? form : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Read(JsonNode? node) => node switch
    {
        null => "",
        JsonArray list => string.Join(".\n", list.Select(Read)),
        JsonObject parts => string.Join(".\n", parts.Select(part => Read(part.Value))),
        _ => node.ToString(),
    };
}
