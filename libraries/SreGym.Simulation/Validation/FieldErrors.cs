using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;

namespace SreGym.Simulation.Validation;

/// <summary>Collects broken rules, worded as k8s.io/apimachinery/pkg/util/validation/field words them.</summary>
internal sealed class FieldErrors
{
    private static readonly JsonSerializerOptions s_relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<StatusCause> _causes = [];

    public IReadOnlyList<StatusCause> Causes => _causes;

    public void Required(string path, string detail = "") => Add("FieldValueRequired", "Required value", path, detail);

    public void Invalid(string path, JsonNode? value, string detail) =>
        Add("FieldValueInvalid", $"Invalid value: {Quote(value)}", path, detail);

    public void Forbidden(string path, string detail) => Add("FieldValueForbidden", "Forbidden", path, detail);

    public void Duplicate(string path, JsonNode? value) => Add("FieldValueDuplicate", $"Duplicate value: {Quote(value)}", path, "");

    public void NotFound(string path, JsonNode? value) => Add("FieldValueNotFound", $"Not found: {Quote(value)}", path, "");

    public void TooLong(string path, int limit) => Add(
        "FieldValueTooLong", "Too long", path, string.Create(CultureInfo.InvariantCulture, $"may not be more than {limit} bytes"));

    public void NotSupported(string path, JsonNode? value, params IReadOnlyList<string> supported) => Add(
        "FieldValueNotSupported",
        $"Unsupported value: {Quote(value)}",
        path,
        "supported values: " + string.Join(", ", supported.Select(item => $"\"{item}\"")));

    private static string Quote(JsonNode? value) => value?.ToJsonString(s_relaxed) ?? "null";

    private void Add(string reason, string message, string path, string detail) =>
        _causes.Add(new StatusCause(reason, detail.Length == 0 ? message : $"{message}: {detail}", path));
}
