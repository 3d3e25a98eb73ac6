using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Schema.Protobuf;

/// <summary>
/// Decodes request bodies of type <c>application/vnd.kubernetes.protobuf</c>: four magic bytes and a runtime.Unknown
/// that carries the kind and its message (https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding).
/// </summary>
public static class ProtobufBody
{
    /// <summary>The media type.</summary>
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <summary>The object as JSON, as a Go client would have written it.</summary>
    /// <exception cref="FormatException">The body is malformed or of a kind that is not built in.</exception>
    public static JsonObject Decode(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            throw new FormatException("The protobuf body does not start with the bytes 'k8s' and zero.");
        }

        var (apiVersion, kind) = ("", "");
        ReadOnlySpan<byte> raw = default;
        var reader = new ProtobufReader(body[Magic.Length..]);
        while (reader.ReadTag())
        {
            switch (reader.FieldNumber)
            {
                case 1:
                    (apiVersion, kind) = ReadTypeMeta(reader.ReadBytes());
                    break;
                case 2:
                    raw = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var message = KubernetesSchema.FindKind(apiVersion, kind)
            ?? throw new FormatException($"no kind \"{kind}\" is registered for version \"{apiVersion}\"");
        var result = new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion };
        MessageDecoder.DecodeInto(result, raw, message);
        return result;
    }

    private static (string ApiVersion, string Kind) ReadTypeMeta(ReadOnlySpan<byte> bytes)
    {
        var (apiVersion, kind) = ("", "");
        var reader = new ProtobufReader(bytes);
        while (reader.ReadTag())
        {
            switch (reader.FieldNumber)
            {
                case 1:
                    apiVersion = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                case 2:
                    kind = Encoding.UTF8.GetString(reader.ReadBytes());
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (apiVersion, kind);
    }
}
