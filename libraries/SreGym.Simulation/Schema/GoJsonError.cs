using System.Text;
using System.Text.Json;

namespace SreGym.Simulation.Schema;

/// <summary>Words a syntax error as Go's encoding/json does.</summary>
internal static class GoJsonError
{
    private static readonly string[] s_literals = ["true", "false", "null"];

    public static string Describe(ReadOnlySpan<byte> json, JsonException error)
    {
        var offset = Offset(json, error);
        if (offset >= json.Length)
        {
            return "unexpected end of JSON input";
        }

        foreach (var literal in s_literals)
        {
            if (DescribeLiteral(json, offset, literal) is { } found)
            {
                return found;
            }
        }

        var expected = After(json, offset) == '{' ? "object key string" : "value";
        return $"invalid character {Quote(json[offset])} looking for beginning of {expected}";
    }

    private static string? DescribeLiteral(ReadOnlySpan<byte> json, int offset, string literal)
    {
        // The reader may point at the start of the literal or at the character that breaks it.
        for (var start = Math.Max(0, offset - literal.Length); start <= offset; start++)
        {
            var matched = 0;
            while (matched < literal.Length && start + matched < json.Length && json[start + matched] == literal[matched])
            {
                matched++;
            }

            if (matched > 0 && matched < literal.Length && start + matched >= offset)
            {
                return start + matched >= json.Length
                    ? "unexpected end of JSON input"
                    : $"invalid character {Quote(json[start + matched])} in literal {literal} (expecting {Quote((byte)literal[matched])})";
            }
        }

        return null;
    }

    private static int Offset(ReadOnlySpan<byte> json, JsonException error)
    {
        var offset = 0;
        for (var line = error.LineNumber ?? 0; line > 0; line--)
        {
            var next = json[offset..].IndexOf((byte)'\n');
            if (next < 0)
            {
                return json.Length;
            }

            offset += next + 1;
        }

        return offset + (int)(error.BytePositionInLine ?? 0);
    }

    private static char After(ReadOnlySpan<byte> json, int offset)
    {
        var before = Encoding.UTF8.GetString(json[..offset]).TrimEnd();
        return before.Length == 0 ? '\0' : before[^1];
    }

    private static string Quote(byte value) => value switch
    {
        (byte)'\'' => @"'\''",
        (byte)'"' => "'\"'",
        (byte)'\n' => @"'\n'",
        _ => $"'{(char)value}'",
    };
}
