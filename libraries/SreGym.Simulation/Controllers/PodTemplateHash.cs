using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SreGym.Simulation.Controllers;

/// <summary>
/// The <c>pod-template-hash</c>: FNV-1a over the template, written in the letters of generated names, as Kubernetes does it
/// (pkg/controller/controller_utils.go). Kubernetes hashes Go's memory layout, here it is the template's JSON with sorted keys.
/// </summary>
internal static class PodTemplateHash
{
    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static string Compute(JsonObject template, int? collisionCount)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            WriteSorted(writer, template);
        }

        var hash = Fnv1A(2166136261, buffer.ToArray());
        if (collisionCount is { } collisions)
        {
            hash = Fnv1A(hash, Encoding.UTF8.GetBytes(collisions.ToString(CultureInfo.InvariantCulture)));
        }

        return string.Concat(hash.ToString(CultureInfo.InvariantCulture).Select(digit => Alphabet[digit % Alphabet.Length]));
    }

    private static uint Fnv1A(uint hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            hash = (hash ^ value) * 16777619;
        }

        return hash;
    }

    private static void WriteSorted(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                writer.WriteStartObject();
                foreach (var (name, value) in map.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    WriteSorted(writer, value);
                }

                writer.WriteEndObject();
                break;
            case JsonArray list:
                writer.WriteStartArray();
                foreach (var item in list)
                {
                    WriteSorted(writer, item);
                }

                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }
}
