namespace SreGym.Oci.References;

/// <summary>Content is not what its digest or size promised. The content must not be used.</summary>
public sealed class DigestMismatchException(string expected, string actual)
    : IOException($"content verification failed: expected {expected}, got {actual}")
{
    /// <summary>What was promised.</summary>
    public string Expected { get; } = expected;

    /// <summary>What came.</summary>
    public string Actual { get; } = actual;
}
