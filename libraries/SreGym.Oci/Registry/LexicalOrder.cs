namespace SreGym.Oci.Registry;

/// <summary>Order of names in lists: case-insensitive alphanumeric (distribution-spec "Content Discovery"), and stable for equal ones.</summary>
internal sealed class LexicalOrder : IComparer<string>
{
    public static LexicalOrder Instance { get; } = new();

    public int Compare(string? x, string? y)
    {
        var order = StringComparer.OrdinalIgnoreCase.Compare(x, y);
        return order != 0 ? order : StringComparer.Ordinal.Compare(x, y);
    }
}
