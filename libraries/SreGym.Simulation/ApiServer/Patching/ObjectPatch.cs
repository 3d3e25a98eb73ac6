using System.Text.Json.Nodes;
using SreGym.Simulation.Schema;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Patching;

/// <summary>A patch of one of the kinds that need no field owners: JSON patch, merge patch, strategic merge patch.</summary>
internal sealed class ObjectPatch
{
    public const string Apply = "application/apply-patch+yaml";
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";

    private readonly Func<JsonObject, JsonObject> _apply;

    private ObjectPatch(Func<JsonObject, JsonObject> apply) => _apply = apply;

    /// <exception cref="ApiStatusException">The media type is unknown, or the body is no patch of its type.</exception>
    public static ObjectPatch Read(string mediaType, ReadOnlyMemory<byte> body, ResourceType type)
    {
        switch (mediaType)
        {
            case Json:
                var operations = Parse(body) as JsonArray ?? throw ApiErrors.BadRequest(
                    "error decoding patch: json: cannot unmarshal object into Go value of type jsonpatch.Patch");
                return new ObjectPatch(value => JsonPatch.Apply(value, operations));
            case Merge:
                var merge = ParseObject(body);
                return new ObjectPatch(value => MergePatch.Apply(value, merge));
            case Strategic when !type.Custom:
                var strategic = ParseObject(body);
                var message = KubernetesSchema.FindKind(type.Group, type.Version, type.Kind);
                return new ObjectPatch(value => StrategicMergePatch.Apply(value, strategic, message));
            default:
                throw ApiErrors.UnsupportedMediaType(
                    "the body of the request was in an unknown format - accepted media types include: "
                    + (type.Custom ? $"{Json}, {Merge}, {Apply}" : $"{Json}, {Merge}, {Strategic}, {Apply}"));
        }
    }

    public JsonObject ApplyTo(JsonObject value) => _apply(value);

    private static JsonNode? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonBody.Parse(body.Span);
        }
        catch (DecodingException error)
        {
            throw ApiErrors.BadRequest($"error decoding patch: {error.Message}");
        }
    }

    private static JsonObject ParseObject(ReadOnlyMemory<byte> body) => Parse(body) as JsonObject
        ?? throw ApiErrors.BadRequest("error decoding patch: json: cannot unmarshal into Go value of type map[string]interface {}");
}
