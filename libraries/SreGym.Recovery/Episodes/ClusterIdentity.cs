namespace SreGym.Recovery.Episodes;

/// <summary>Which cluster an episode has changed, so that recovery never takes another one for it. Never a secret.</summary>
public sealed record ClusterIdentity
{
    /// <summary>UID of namespace kube-system, which lives as long as the cluster.</summary>
    public required string Uid { get; init; }

    /// <summary>Address of its API server.</summary>
    public string Server { get; init; } = "";

    /// <summary>Absolute path of the kubeconfig; empty when the access came from somewhere else.</summary>
    public string KubeconfigPath { get; init; } = "";

    /// <summary>Context in that file.</summary>
    public string Context { get; init; } = "";
}
