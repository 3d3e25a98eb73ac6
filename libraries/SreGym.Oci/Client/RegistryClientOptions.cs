namespace SreGym.Oci.Client;

/// <summary>How a <see cref="RegistryClient"/> behaves.</summary>
public sealed record RegistryClientOptions
{
    /// <summary>The <c>User-Agent</c> of every request.</summary>
    /// <value><c>oci-client/1.0</c>.</value>
    public string UserAgent { get; init; } = "oci-client/1.0";

    /// <summary>Largest manifest that is read, in bytes (distribution-spec: registries should take at least 4 MiB).</summary>
    /// <value>4 MiB.</value>
    public int MaximumManifestSize { get; init; } = 4 * 1024 * 1024;

    /// <summary>Longest wait for the head of an answer, for a whole manifest, and between two pieces of a blob.</summary>
    /// <value>One minute.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The clock for the lifetime of tokens and for waits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
