namespace SreGym.Oci.Registry;

/// <summary>JSON of a tag list.</summary>
internal sealed record TagList(string Name, IReadOnlyList<string> Tags);
