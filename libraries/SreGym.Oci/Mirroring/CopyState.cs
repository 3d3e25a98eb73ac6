namespace SreGym.Oci.Mirroring;

/// <summary>How far a copy is.</summary>
public enum CopyState
{
    /// <summary>Content is on its way.</summary>
    Copying,

    /// <summary>The target holds the image now.</summary>
    Copied,

    /// <summary>The target held the very same image before.</summary>
    Skipped,
}
