namespace SreGym.Oci.Registry;

/// <summary>JSON of the catalog.</summary>
internal sealed record RepositoryList(IReadOnlyList<string> Repositories);
