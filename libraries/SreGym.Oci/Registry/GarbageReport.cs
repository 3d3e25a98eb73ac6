namespace SreGym.Oci.Registry;

/// <summary>What garbage collection removed.</summary>
/// <param name="Unlinked">Blobs taken out of repositories that did not need them.</param>
/// <param name="Removed">Blobs removed from the store.</param>
/// <param name="Bytes">Their bytes.</param>
public sealed record GarbageReport(int Unlinked, int Removed, long Bytes);
