namespace SreGym.Oci.Mirroring;

/// <summary>How an <see cref="ImageMirror"/> behaves.</summary>
public sealed record MirrorOptions
{
    /// <summary>Images copied at the same time.</summary>
    /// <value>4.</value>
    public int ParallelImages { get; init; } = 4;

    /// <summary>Blobs on their way at the same time from or to one host, over all images.</summary>
    /// <value>6.</value>
    public int ParallelBlobs { get; init; } = 6;

    /// <summary>
    /// Parts of blobs on their way at the same time, over all blobs, when one connection proves slow. Each takes half a MiB of memory.
    /// </summary>
    /// <value>32; 1 reads every blob over one connection.</value>
    public int ParallelParts { get; init; } = 32;

    /// <summary>How often a request is tried before the copy fails.</summary>
    /// <value>5.</value>
    public int Attempts { get; init; } = 5;

    /// <summary>Wait before the second attempt; doubles each time, with jitter.</summary>
    /// <value>200 ms.</value>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Longest wait between two attempts, also when the registry asks for more.</summary>
    /// <value>30 s.</value>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Seed of the jitter.</summary>
    /// <value>0.</value>
    public int Seed { get; init; }

    /// <summary>Clock of the waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
