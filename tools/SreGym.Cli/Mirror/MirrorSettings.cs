using SreGym.Aws.Ecr;
using SreGym.Oci.Client;
using SreGym.Oci.Content;

namespace SreGym.Cli.Mirror;

/// <summary>What one call of <c>sregym mirror</c> was asked to do.</summary>
internal sealed record MirrorSettings
{
    public required IReadOnlyList<MirrorItem> Items { get; init; }

    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    public bool IncludesReferrers { get; init; } = true;

    public bool IsInsecure { get; init; }

    public RegistryTls Tls { get; init; } = new();

    /// <summary>Given on the command line; null to take Docker's configuration for every registry.</summary>
    public RegistryCredentials? Credentials { get; init; }

    /// <summary>Registries that <see cref="Credentials"/> are for.</summary>
    public IReadOnlyList<string> CredentialsFor { get; init; } = [];

    public required string ConfigFile { get; init; }

    /// <summary>How registries of ECR are used.</summary>
    public EcrOptions Ecr { get; init; } = new();

    public bool IsJson { get; init; }

    public bool IsQuiet { get; init; }

    public required int ParallelImages { get; init; }

    public required int ParallelBlobs { get; init; }
}
