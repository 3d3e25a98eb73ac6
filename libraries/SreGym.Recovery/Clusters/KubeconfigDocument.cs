namespace SreGym.Recovery.Clusters;

/// <summary>One context as a document of its own, and where it comes from.</summary>
/// <param name="Text">The document, with every certificate and token inside: a secret.</param>
/// <param name="Path">Absolute path of the file it was found in.</param>
/// <param name="Context">Name of the context.</param>
/// <param name="Server">Address of the API server.</param>
public sealed record KubeconfigDocument(string Text, string Path, string Context, string Server)
{
    /// <summary>Without the document.</summary>
    public override string ToString() => $"context {Context} of {Path}: {Server}";
}
