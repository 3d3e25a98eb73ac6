namespace SreGym.Simulation.Authorization;

/// <summary>What somebody wants to do.</summary>
internal sealed record AccessRequest
{
    public required string Verb { get; init; }

    public bool IsResource { get; init; } = true;

    public string Group { get; init; } = "";

    public string Resource { get; init; } = "";

    public string Subresource { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>Empty for cluster-scoped resources and for all namespaces.</summary>
    public string Namespace { get; init; } = "";

    public string Path { get; init; } = "";

    public string FullResource => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";
}
