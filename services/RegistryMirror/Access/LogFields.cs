using System.Text.Json;

namespace SreGym.RegistryMirror.Access;

/// <summary>One structured log line as fields: <c>key=value key="quoted \"value\""</c>, or a JSON object.</summary>
internal static class LogFields
{
    /// <summary>The fields; empty when the line is neither.</summary>
    public static IReadOnlyDictionary<string, string> Read(string line) => line.StartsWith('{') ? ReadJson(line) : ReadText(line);

    private static Dictionary<string, string> ReadJson(string line)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(line);
            foreach (var property in document.RootElement.EnumerateObject())
            {
                fields[property.Name] = property.Value.ToString();
            }
        }
        catch (JsonException)
        {
            // Not one of the registry's own lines.
        }

        return fields;
    }

    private static Dictionary<string, string> ReadText(string line)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var at = 0; at < line.Length;)
        {
            var equals = line.IndexOf('=', at);
            if (equals < 0 || line.AsSpan(at, equals - at).Contains(' '))
            {
                break;
            }

            var (value, end) = equals + 1 < line.Length && line[equals + 1] == '"'
                ? ReadQuoted(line, equals + 2)
                : ReadPlain(line, equals + 1);
            fields[line[at..equals]] = value;
            at = end + 1;
        }

        return fields;
    }

    private static (string Value, int End) ReadPlain(string line, int start)
    {
        var end = line.IndexOf(' ', start);
        end = end < 0 ? line.Length : end;
        return (line[start..end], end);
    }

    private static (string Value, int End) ReadQuoted(string line, int start)
    {
        var value = new System.Text.StringBuilder();
        for (var at = start; at < line.Length; at++)
        {
            if (line[at] == '"')
            {
                return (value.ToString(), at + 1);
            }

            if (line[at] == '\\' && at + 1 < line.Length)
            {
                at++;
            }

            value.Append(line[at]);
        }

        return (value.ToString(), line.Length);
    }
}
