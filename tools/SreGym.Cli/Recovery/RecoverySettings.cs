namespace SreGym.Cli.Recovery;

/// <summary>What one call of <c>sregym recover</c> or <c>sregym cleanup</c> is to do.</summary>
internal sealed record RecoverySettings
{
    /// <summary>Folder of the services' databases.</summary>
    public required string Folder { get; init; }

    /// <summary>Where the cluster's kubeconfig is now; null means where it was.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>Its context; null means the one it was.</summary>
    public string? Context { get; init; }

    public bool IsJson { get; init; }

    /// <summary>How long one wait for the cluster may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);
}
