namespace SreGym.Simulation.Storage;

/// <summary>Reads label selectors as queries carry them: <c>a=b,c!=d,e in (f,g),h,!i</c>.</summary>
internal static class LabelSelectorParser
{
    /// <exception cref="FormatException">The text is not a selector.</exception>
    public static LabelSelector Parse(string? text) => string.IsNullOrWhiteSpace(text)
        ? LabelSelector.Everything
        : new LabelSelector(Split(text).Select(ParseRequirement));

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var index = 0; index < text.Length; index++)
        {
            switch (text[index])
            {
                case '(':
                    depth++;
                    break;
                case ')':
                    depth--;
                    break;
                case ',' when depth == 0:
                    yield return text[start..index].Trim();
                    start = index + 1;
                    break;
            }
        }

        yield return text[start..].Trim();
    }

    private static LabelRequirement ParseRequirement(string text)
    {
        if (text.StartsWith('!'))
        {
            return new LabelRequirement(Key(text[1..]), LabelOperator.DoesNotExist, []);
        }

        if (text.EndsWith(')'))
        {
            return ParseSet(text);
        }

        foreach (var (sign, comparison) in Signs)
        {
            var at = text.IndexOf(sign, StringComparison.Ordinal);
            if (at >= 0)
            {
                return new LabelRequirement(Key(text[..at]), comparison, [Value(text[(at + sign.Length)..])]);
            }
        }

        return new LabelRequirement(Key(text), LabelOperator.Exists, []);
    }

    private static (string Sign, LabelOperator Operator)[] Signs { get; } =
    [
        ("!=", LabelOperator.NotIn), ("==", LabelOperator.In), ("=", LabelOperator.In),
        (">", LabelOperator.GreaterThan), ("<", LabelOperator.LessThan),
    ];

    private static LabelRequirement ParseSet(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var head = open < 0 ? [] : text[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (head is not [var key, "in" or "notin"])
        {
            throw new FormatException($"unable to parse requirement: found '{text}', expected: in, notin, =, ==, !=, gt, lt");
        }

        var values = text[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
        return new LabelRequirement(Key(key), head[1] == "in" ? LabelOperator.In : LabelOperator.NotIn, [.. values.Select(Value)]);
    }

    private static string Key(string text)
    {
        var key = text.Trim();
        if (key.Length == 0)
        {
            throw new FormatException("unable to parse requirement: found '', expected: !, identifier, or 'end of string'");
        }

        return key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or '/')
            ? key
            : throw new FormatException(
                $"unable to parse requirement: <nil>: Invalid value: \"{key}\": name part must consist of alphanumeric characters, '-', "
                + "'_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', "
                + "regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
    }

    private static string Value(string text)
    {
        var value = text.Trim();
        return value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? value
            : throw new FormatException(
                $"unable to parse requirement: values[0][]: Invalid value: \"{value}\": a valid label must be an empty string or consist "
                + "of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  "
                + "or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }
}
