using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Where the next page of a list begins (k8s.io/apiserver/pkg/storage/continue.go).</summary>
/// <param name="ResourceVersion">The list all pages are of.</param>
/// <param name="Start">Key of the last object sent: <c>namespace/name</c>.</param>
internal sealed record ContinueToken(long ResourceVersion, string Start)
{
    private const string ApiVersion = "meta.k8s.io/v1";

    public string Encode() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        new JsonObject { ["v"] = ApiVersion, ["rv"] = ResourceVersion, ["start"] = Start + "\0" }.ToJsonString()));

    public static ContinueToken Parse(string text)
    {
        try
        {
            var json = JsonNode.Parse(Base64Url.DecodeFromChars(text));
            if (json.FindText("v") == ApiVersion && json.FindNumber("rv") is { } version && json.FindText("start") is { } start)
            {
                return new ContinueToken(version, start.TrimEnd('\0'));
            }
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            throw Refuse();
        }

        throw Refuse();
    }

    private static ApiStatusException Refuse() => ApiErrors.BadRequest("continue key is not valid: invalid continue token");
}
