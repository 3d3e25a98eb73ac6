namespace SreGym.Simulation.Storage;

/// <summary>A conjunction of comparisons with fields, as queries carry it: <c>status.phase!=Running,spec.nodeName=a</c>.</summary>
internal sealed class FieldSelector
{
    public static readonly FieldSelector Everything = new([]);

    private readonly (int Field, string Value, bool Equal)[] _requirements;

    private FieldSelector((int Field, string Value, bool Equal)[] requirements) => _requirements = requirements;

    public bool IsEmpty => _requirements.Length == 0;

    /// <exception cref="FormatException">The text is no selector, or names a field the resource cannot be selected by.</exception>
    public static FieldSelector Parse(ResourceType type, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return Everything;
        }

        return new FieldSelector([.. text.Split(',').Where(part => part.Length > 0).Select(part => ParseRequirement(type, part))]);
    }

    public bool Matches(StoredObject value)
    {
        foreach (var (field, expected, equal) in _requirements)
        {
            if (((value.FindField(field) ?? "") == expected) != equal)
            {
                return false;
            }
        }

        return true;
    }

    private static (int Field, string Value, bool Equal) ParseRequirement(ResourceType type, string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0)
        {
            throw new FormatException($"invalid selector: '{text}'; can't understand '{text}'");
        }

        var different = text[at - 1] == '!';
        var name = text[..(different ? at - 1 : at)];
        var value = text[(at + 1)..];
        var field = Array.IndexOf(SelectableFields.For(type), name);
        return field >= 0
            ? (field, value.StartsWith('=') && !different ? value[1..] : value, !different)
            : throw new FormatException($"field label not supported: {name}");
    }
}
