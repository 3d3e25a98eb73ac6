namespace SreGym.Simulation.Storage;

/// <summary>One kind of object the API server knows, as discovery describes it.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version within the group, e.g. <c>v1</c>.</param>
/// <param name="Plural">Path segment, e.g. <c>deployments</c>.</param>
/// <param name="Kind">Kind, e.g. <c>Deployment</c>.</param>
/// <param name="Singular">Singular name, e.g. <c>deployment</c>.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
public sealed record ResourceType(string Group, string Version, string Plural, string Kind, string Singular, bool Namespaced)
{
    private static readonly string[] s_allVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];

    private readonly int _hash = HashCode.Combine(Group, Version, Plural);

    /// <summary><c>group/version</c>, or the version alone in the core group.</summary>
    public string ApiVersion { get; } = Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name error messages use: <c>deployments.apps</c>, <c>pods</c>.</summary>
    public string QualifiedName { get; } = Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Short names, e.g. <c>deploy</c>.</summary>
    public IReadOnlyList<string> ShortNames { get; init; } = [];

    /// <summary>Categories, e.g. <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Verbs in alphabetical order.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = s_allVerbs;

    /// <summary>Subresources in alphabetical order.</summary>
    public IReadOnlyList<Subresource> Subresources { get; init; } = [];

    /// <summary>Whether <c>metadata.generation</c> counts changes of the desired state.</summary>
    public bool HasGeneration { get; init; }

    /// <summary>False for kinds that are only posted and answered, such as reviews.</summary>
    public bool Stored { get; init; } = true;

    /// <summary>The resource whose objects this one shows in another version; null when it has its own.</summary>
    public ResourceType? StoredAs { get; init; }

    /// <summary>True when the resource comes from a CustomResourceDefinition of the cluster.</summary>
    public bool Custom { get; init; }

    /// <summary>True when the status is written through a subresource of its own.</summary>
    public bool HasStatus => FindSubresource("status") is not null;

    /// <summary>The subresource of that name; null when there is none.</summary>
    public Subresource? FindSubresource(string name)
    {
        foreach (var subresource in Subresources)
        {
            if (subresource.Name == name)
            {
                return subresource;
            }
        }

        return null;
    }

    /// <inheritdoc />
    public bool Equals(ResourceType? other) =>
        ReferenceEquals(this, other)
        || (other is not null && other._hash == _hash && other.Plural == Plural && other.Group == Group && other.Version == Version);

    /// <inheritdoc />
    public override int GetHashCode() => _hash;

    /// <inheritdoc />
    public override string ToString() => QualifiedName;
}
