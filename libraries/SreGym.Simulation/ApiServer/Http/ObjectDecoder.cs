using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Json;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>
/// Gives objects from outside the shape of their kind. Fields that a kind does not have, or that come twice, are refused,
/// warned about or dropped, as <c>fieldValidation</c> asks.
/// </summary>
internal static class ObjectDecoder
{
    public static async Task<JsonObject> ReadAsync(RequestScope scope, string validation)
    {
        var findings = validation == "Ignore" ? null : new List<string>();
        var bytes = await BodyReader.ReadBytesAsync(scope.Context);
        var value = BodyReader.Decode(bytes, BodyReader.MediaType(scope.Context), scope.Type.Kind, findings);
        ObjectShape.CheckKind(scope.Type, value);
        Conform(scope, value, validation, findings);
        ObjectVersions.Keep(scope.Type, value);
        return value;
    }

    /// <summary>Checks a configuration for server-side apply, which itself stays as it is.</summary>
    public static JsonObject ReadApplied(RequestScope scope, ReadOnlyMemory<byte> body, string validation)
    {
        var findings = validation == "Ignore" ? null : new List<string>();
        var value = YamlBody.Decode(body, scope.Type.Kind, findings);
        if (value.FindText("kind") is null || value.FindText("apiVersion") is null)
        {
            throw ApiErrors.BadRequest($"Object 'Kind' is missing in '{value.ToJsonString()}'");
        }

        ObjectShape.CheckKind(scope.Type, value);
        Conform(scope, (JsonObject)value.DeepClone(), validation, findings);
        return value;
    }

    /// <summary>Checks the outcome of a patch.</summary>
    public static void Conform(RequestScope scope, JsonObject value, string validation, List<string>? findings = null)
    {
        findings ??= validation == "Ignore" ? null : [];
        var type = scope.Type;
        if (!type.Custom && KubernetesSchema.FindKind(type.Group, type.Version, type.Kind) is { } message)
        {
            try
            {
                SchemaShape.Conform(value, message, findings);
            }
            catch (DecodingException error)
            {
                throw Refuse(type, error.Message);
            }
        }

        if (findings is { Count: > 0 })
        {
            Report(scope, findings, validation);
        }
    }

    private static void Report(RequestScope scope, List<string> findings, string validation)
    {
        if (validation == "Strict")
        {
            throw Refuse(scope.Type, $"strict decoding error: {string.Join(", ", findings)}");
        }

        var headers = scope.Context.Response.Headers;
        foreach (var finding in findings)
        {
            headers.Append("Warning", $"299 - \"{finding.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }
    }

    private static ApiStatusException Refuse(ResourceType type, string why) =>
        ApiErrors.BadRequest($"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: {why}");
}
