namespace SreGym.Oci.Client;

/// <summary>The body of a registry's error answer.</summary>
internal sealed record ErrorAnswer
{
    public IReadOnlyList<RegistryErrorEntry>? Errors { get; init; }
}
