namespace SreGym.Problems.Subjects;

/// <summary>A kind of object and where the API server keeps it.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, e.g. <c>v1</c>.</param>
/// <param name="Plural">Path segment, e.g. <c>deployments</c>.</param>
/// <param name="Kind">Kind, e.g. <c>Deployment</c>.</param>
/// <param name="Namespaced">False for cluster-scoped kinds.</param>
public sealed record KubernetesResource(string Group, string Version, string Plural, string Kind, bool Namespaced = true)
{
    /// <summary>Versions under which older servers keep the kind, newest first, e.g. <c>v1beta1</c>.</summary>
    public IReadOnlyList<string> OlderVersions { get; init; } = [];

    /// <summary>The same kind in each version that servers keep it under, newest first.</summary>
    public IEnumerable<KubernetesResource> InEveryVersion => OlderVersions.Select(version => this with { Version = version }).Prepend(this);

    /// <summary><c>apiVersion</c> as objects write it.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Path of the collection, or of one object in it, below the API server's address.</summary>
    public string GetPath(string? @namespace, string? name = null)
    {
        var root = Group.Length == 0 ? $"api/{Version}" : $"apis/{Group}/{Version}";
        var scope = Namespaced && @namespace is not null ? $"/namespaces/{Uri.EscapeDataString(@namespace)}" : "";
        var item = name is null ? "" : $"/{Uri.EscapeDataString(name)}";
        return $"{root}{scope}/{Plural}{item}";
    }

    /// <inheritdoc />
    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
