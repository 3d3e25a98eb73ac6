namespace SreGym.AppHost.Aws;

/// <summary>What the command line says about <c>--target aws</c>.</summary>
internal sealed record AwsSettings
{
    /// <summary>Stack of the target cluster.</summary>
    public const string StackName = "sregym-target-cluster";

    /// <summary>The release that is installed when none is named.</summary>
    public const string DefaultK3sVersion = "v1.36.4+k3s1";

    /// <summary>The least time to live, and enough for an episode.</summary>
    public const int LeastMinutes = 15;

    // Line "k3s" of that release's sha256sum-amd64.txt.
    private const string DefaultK3sSha256 = "835873f37245fc615f547a2fe2af9402a347875f13fa64a1f136de644955ea3f";

    private readonly string? _k3sSha256;

    public string? Region { get; init; }

    public string? Profile { get; init; }

    public int TimeToLiveMinutes { get; init; } = 120;

    public int Agents { get; init; }

    public string InstanceType { get; init; } = "t3.large";

    /// <summary>Who may reach the API; null until it is known.</summary>
    public string? OperatorCidr { get; init; }

    /// <summary>Nobody reaches the API; the conductor forwards a port to it by SSM.</summary>
    public bool IsBySsm { get; init; }

    public string K3sVersion { get; init; } = DefaultK3sVersion;

    /// <summary>Checksum of that release's binary; null when it is neither given nor built in.</summary>
    public string? K3sSha256
    {
        get => _k3sSha256 ?? (K3sVersion == DefaultK3sVersion ? DefaultK3sSha256 : null);
        init => _k3sSha256 = value;
    }

    public string? K3sUrl { get; init; }

    /// <summary>Costs are agreed to.</summary>
    public bool Yes { get; init; }

    /// <summary>Delete what is there instead of running an episode.</summary>
    public bool Destroy { get; init; }

    /// <summary><c>eks:name</c>: use that cluster and make none.</summary>
    public string? Cluster { get; init; }

    /// <summary>Those of the command line's options that say how a stack is to be, with their values, as they were given.</summary>
    public IReadOnlyList<string> StackOptions { get; init; } = [];

    /// <summary>Where the instances download k3s.</summary>
    public string DownloadUrl =>
        K3sUrl ?? $"https://github.com/k3s-io/k3s/releases/download/{Uri.EscapeDataString(K3sVersion)}/k3s";
}
