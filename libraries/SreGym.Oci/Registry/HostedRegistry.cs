namespace SreGym.Oci.Registry;

/// <summary>One registry as its clients see it: content, who may come in, and where its requests are noted.</summary>
public sealed record HostedRegistry
{
    /// <summary>Name in the access log.</summary>
    public required string Instance { get; init; }

    /// <summary>What it holds.</summary>
    public required RegistryVolume Volume { get; init; }

    /// <summary>Checks credentials; null lets everybody in.</summary>
    public BasicAuthenticator? Authenticator { get; init; }

    /// <summary>True when nothing may be pushed or deleted.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Where requests are noted; null: nowhere.</summary>
    public AccessLog? Accesses { get; init; }
}
