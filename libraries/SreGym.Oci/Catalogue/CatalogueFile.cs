namespace SreGym.Oci.Catalogue;

/// <summary>A file in a layer of a catalogue image.</summary>
/// <param name="Path">Path without a leading slash.</param>
/// <param name="Text">Its text; null for a program of <paramref name="Size"/> bytes.</param>
/// <param name="Size">Size of a program.</param>
internal sealed record CatalogueFile(string Path, string? Text = null, int Size = 0)
{
    public bool IsProgram => Text is null;
}
