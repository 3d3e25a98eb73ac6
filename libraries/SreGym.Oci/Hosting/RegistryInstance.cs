namespace SreGym.Oci.Hosting;

/// <summary>A registry that runs as a container of an embedded cluster.</summary>
public sealed record RegistryInstance
{
    /// <summary>The cluster.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Namespace of its pod.</summary>
    public required string Namespace { get; init; }

    /// <summary>Virtual host of the container.</summary>
    public required string Instance { get; init; }

    /// <summary>Name of the volume that holds its content; containers with the same volume hold the same images.</summary>
    public required string Volume { get; init; }

    /// <summary>True when only users of <see cref="Htpasswd"/> may come in.</summary>
    public required bool RequiresAuthentication { get; init; }

    /// <summary>Text of the htpasswd file as mounted.</summary>
    public string Htpasswd { get; init; } = "";

    /// <summary>Realm of the challenge.</summary>
    /// <value><c>Registry Realm</c> when empty.</value>
    public string Realm { get; init; } = "";

    /// <inheritdoc />
    public override string ToString() => Instance;
}
