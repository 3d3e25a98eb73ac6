namespace SreGym.Oci.Client;

/// <summary>The answer to a tag list.</summary>
internal sealed record TagsAnswer
{
    public string? Name { get; init; }

    public IReadOnlyList<string>? Tags { get; init; }
}
