namespace SreGym.Oci.Mirroring;

/// <summary>An image could not be copied; the message names both references, what the registry said, and what to do.</summary>
public sealed class MirrorException(ImageCopy copy, Exception inner)
    : Exception($"Cannot copy {copy.Source.Name} to {copy.TargetImage}: {inner.Message}", inner)
{
    /// <summary>The copy that failed.</summary>
    public ImageCopy Copy { get; } = copy;
}
