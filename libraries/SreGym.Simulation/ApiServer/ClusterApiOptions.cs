namespace SreGym.Simulation.ApiServer;

/// <summary>What an API server needs to know about its cluster.</summary>
public sealed record ClusterApiOptions
{
    /// <summary>Decides uids, generated names and addresses.</summary>
    public long Seed { get; init; }

    /// <summary>The cluster's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>PEM of the authority that signed the server's certificate; published as <c>kube-root-ca.crt</c>.</summary>
    public string CertificateAuthorityPem { get; init; } = "";
}
