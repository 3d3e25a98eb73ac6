namespace SreGym.Oci.Mirroring;

/// <summary>How a blob came to be in the target repository.</summary>
internal enum BlobOutcome
{
    Copied,
    Mounted,
    Skipped,
}
