namespace SreGym.Problems.Faults;

/// <summary>An image as it was copied into the private registry.</summary>
/// <param name="Source">Public reference it came from.</param>
/// <param name="Target">Private reference, e.g. <c>localhost:30500/hotel-reservation/geo:latest</c>.</param>
/// <param name="Digest">Digest the tag stands for.</param>
/// <param name="Service">The service it is for.</param>
public sealed record PrivateImage(string Source, string Target, string Digest, string Service)
{
    /// <summary>The private reference without its tag.</summary>
    public string TargetRepository => Target.LastIndexOf(':') is var colon && colon > Target.LastIndexOf('/') ? Target[..colon] : Target;

    /// <summary>The repository below the registry's host.</summary>
    public string RepositoryPath => TargetRepository[(TargetRepository.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The tag.</summary>
    public string Tag => Target.Length == TargetRepository.Length ? "latest" : Target[(TargetRepository.Length + 1)..];
}
