using System.Security.Cryptography;
using System.Text;

namespace SreGym.Simulation.Schema;

/// <summary>
/// The embedded text: a line <c>M, name, flags, description</c> for each message, followed by a line
/// <c>F, name, number, type, flags, description</c> for each of its fields, separated by tabs.
/// A type is a scalar or <c>@message</c>, prefixed by <c>[]</c> for a list or <c>{}</c> for a map.
/// </summary>
internal sealed class SchemaFile
{
    private const byte Tab = (byte)'\t';
    private const byte NewLine = (byte)'\n';

    private static readonly Dictionary<string, SchemaKind> s_kinds = new(StringComparer.Ordinal)
    {
        ["string"] = SchemaKind.Text,
        ["bool"] = SchemaKind.Boolean,
        ["int32"] = SchemaKind.Number32,
        ["int64"] = SchemaKind.Number64,
        ["double"] = SchemaKind.Real,
        ["bytes"] = SchemaKind.Bytes,
        ["time"] = SchemaKind.Time,
        ["microtime"] = SchemaKind.MicroTime,
        ["duration"] = SchemaKind.Duration,
        ["quantity"] = SchemaKind.Quantity,
        ["intorstring"] = SchemaKind.IntOrString,
        ["raw"] = SchemaKind.Raw,
        ["json"] = SchemaKind.Json,
        ["strings"] = SchemaKind.Strings,
    };

    private readonly byte[] _text;
    private readonly Dictionary<string, int> _offsets = new(StringComparer.Ordinal);

    private SchemaFile(byte[] text)
    {
        _text = text;
        for (var line = 0; line < text.Length; line = NextLine(line))
        {
            if (text[line] == 'M')
            {
                _offsets.Add(Text(Column(line, 1)), line);
            }
        }

        Names = [.. _offsets.Keys.Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names { get; }

    public string Hash => Convert.ToHexString(SHA256.HashData(_text));

    public static SchemaFile Load()
    {
        using var stream = typeof(SchemaFile).Assembly.GetManifestResourceStream("kubernetes.schema")!;
        var text = new byte[stream.Length];
        stream.ReadExactly(text);
        return new SchemaFile(text);
    }

    public string Text(Range range) => Encoding.UTF8.GetString(_text.AsSpan(range));

    public SchemaMessage? Parse(string name)
    {
        if (!_offsets.TryGetValue(name, out var line))
        {
            return null;
        }

        var flags = Text(Column(line, 2)).Split(' ');
        var description = Column(line, 3);
        var fields = new List<SchemaField>();
        for (line = NextLine(line); line < _text.Length && _text[line] == 'F'; line = NextLine(line))
        {
            fields.Add(ParseField(line));
        }

        return new SchemaMessage(name, [.. fields], description)
        {
            HasTypeMeta = flags.Contains("typemeta"),
            IsAtomic = flags.Contains("atomic"),
            IsUnion = flags.Contains("oneof"),
        };
    }

    private SchemaField ParseField(int line)
    {
        var type = Text(Column(line, 3));
        var collection = type[0] switch { '[' => SchemaCollection.List, '{' => SchemaCollection.Map, _ => SchemaCollection.None };
        var single = collection == SchemaCollection.None ? type : type[2..];
        var message = single[0] == '@' ? string.Intern(single[1..]) : null;
        var flags = Text(Column(line, 4)).Split(' ');
        var strategy = Flag(flags, "patch=")?.Split(',') ?? [];
        var listType = Flag(flags, "list=");

        return new SchemaField(
            string.Intern(Text(Column(line, 1))),
            int.Parse(_text.AsSpan(Column(line, 2)), System.Globalization.CultureInfo.InvariantCulture),
            message is null ? s_kinds[single] : SchemaKind.Message,
            collection,
            message,
            Column(line, 5))
        {
            IsInline = flags.Contains("inline"),
            IsRequired = flags.Contains("required"),
            IsPointer = flags.Contains("pointer"),
            IsAlwaysWritten = flags.Contains("always"),
            OmitsZero = flags.Contains("omitzero"),
            MergesOnPatch = strategy.Contains("merge"),
            RetainsKeysOnPatch = strategy.Contains("retainKeys"),
            ReplacesOnPatch = strategy.Contains("replace"),
            PatchMergeKey = Flag(flags, "key="),
            HasListType = listType is not null,
            ListType = listType switch { "map" => SchemaListType.Map, "set" => SchemaListType.Set, _ => SchemaListType.Atomic },
            ListMapKeys = Flag(flags, "keys=")?.Split(',') ?? [],
            IsAtomicMap = Flag(flags, "struct=") == "atomic",
            Default = Flag(flags, "default="),
            Enum = Flag(flags, "enum=")?.Split('|') ?? [],
        };
    }

    private static string? Flag(string[] flags, string prefix) =>
        Array.Find(flags, flag => flag.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];

    private int NextLine(int line)
    {
        var end = _text.AsSpan(line).IndexOf(NewLine);
        return end < 0 ? _text.Length : line + end + 1;
    }

    private Range Column(int line, int column)
    {
        var end = NextLine(line) - 1;
        var start = line;
        for (; column > 0; column--)
        {
            start += _text.AsSpan(start, end - start).IndexOf(Tab) + 1;
        }

        var length = _text.AsSpan(start, end - start).IndexOf(Tab);
        return start..(length < 0 ? end : start + length);
    }
}
