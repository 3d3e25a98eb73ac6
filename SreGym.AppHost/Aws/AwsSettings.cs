namespace SreGym.AppHost.Aws;

/// <summary>What the command line says about <c>--target aws</c>.</summary>
internal sealed record AwsSettings
{
    /// <summary>Stack of the target cluster.</summary>
    public const string StackName = "sregym-target-cluster";

    public string? Region { get; init; }

    public string? Profile { get; init; }

    public int TimeToLiveMinutes { get; init; } = 120;

    public int Agents { get; init; }

    public string InstanceType { get; init; } = "t3.large";

    /// <summary>Who may reach the API; null is nobody.</summary>
    public string? OperatorCidr { get; init; }

    /// <summary>Nobody reaches the API; the conductor forwards a port to it by SSM.</summary>
    public bool IsBySsm { get; init; }

    public string K3sVersion { get; init; } = "v1.33.5+k3s1";

    public string? K3sSha256 { get; init; }

    public string? K3sUrl { get; init; }

    /// <summary>Costs are agreed to.</summary>
    public bool Yes { get; init; }

    /// <summary>Delete what is there instead of running an episode.</summary>
    public bool Destroy { get; init; }

    /// <summary><c>eks:name</c>: use that cluster and make none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Where the instances download k3s.</summary>
    public string DownloadUrl =>
        K3sUrl ?? $"https://github.com/k3s-io/k3s/releases/download/{Uri.EscapeDataString(K3sVersion)}/k3s";
}
