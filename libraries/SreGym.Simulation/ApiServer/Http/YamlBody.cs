using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Turns YAML into JSON the way sigs.k8s.io/yaml does: plain scalars become numbers, booleans and nulls.</summary>
internal static class YamlBody
{
    public static JsonObject Decode(ReadOnlyMemory<byte> bytes, string kind, List<string>? duplicates)
    {
        // JSON is YAML, and what clients send as YAML is mostly JSON.
        if (bytes.Span.TrimStart(" \r\n\t"u8) is [(byte)'{', ..])
        {
            return BodyReader.Decode(bytes, "application/json", kind, duplicates);
        }

        try
        {
            var yaml = new YamlStream();
            yaml.Load(new StringReader(Encoding.UTF8.GetString(bytes.Span)));
            return yaml.Documents.Count > 0 && Convert(yaml.Documents[0].RootNode) is JsonObject value
                ? value
                : throw ApiErrors.BadRequest("error decoding YAML: the document is not a map");
        }
        catch (YamlException error)
        {
            throw ApiErrors.BadRequest($"error converting YAML to JSON: yaml: line {error.Start.Line}: {error.Message}");
        }
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => ConvertMap(map),
        YamlSequenceNode list => new JsonArray([.. list.Select(Convert)]),
        YamlScalarNode scalar => ConvertScalar(scalar),
        _ => null,
    };

    private static JsonObject ConvertMap(YamlMappingNode map)
    {
        var value = new JsonObject();
        foreach (var (key, field) in map)
        {
            value[((YamlScalarNode)key).Value ?? ""] = Convert(field);
        }

        return value;
    }

    private static JsonValue? ConvertScalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return JsonValue.Create(text);
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "on" => JsonValue.Create(true),
            "false" or "False" or "FALSE" or "no" or "off" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) =>
                JsonValue.Create(number),
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => JsonValue.Create(real),
            _ => JsonValue.Create(text),
        };
    }
}
