namespace SreGym.TestingHost.Registries;

/// <summary>A request as it reached a registry.</summary>
/// <param name="Method">Method.</param>
/// <param name="Path">Path without query.</param>
/// <param name="Range">The <c>Range</c> header; null when there was none.</param>
/// <param name="ContentRange">The <c>Content-Range</c> header; null when there was none.</param>
/// <param name="Authorization">The <c>Authorization</c> header; null when there was none.</param>
public sealed record SeenRequest(string Method, string Path, string? Range, string? ContentRange, string? Authorization)
{
    /// <summary>True for the content of a blob.</summary>
    public bool IsBlob => Method == "GET" && Path.Contains("/blobs/sha", StringComparison.Ordinal);

    /// <summary>True when content was sent.</summary>
    public bool IsWrite => Method is "PUT" or "PATCH" or "POST";
}
