using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SreGym.Simulation.Runtime;

/// <summary>What a cluster is made from.</summary>
public sealed record ClusterOptions
{
    /// <summary>Lower-case DNS label.</summary>
    public required string Id { get; init; }

    /// <summary>Decides everything accidental: uids, generated names, addresses, delays.</summary>
    public long Seed { get; init; }

    /// <summary>Number of nodes, named <c>node-1</c> and so on.</summary>
    /// <value>1.</value>
    public int Nodes { get; init; } = 1;

    /// <summary>Kubelet whose behaviour the nodes have, such as <c>1.27</c> or <c>1.28+</c>; empty for the newest.</summary>
    public string KubeletVersion { get; init; } = "";

    /// <summary>Time a pod takes to start, apart from pulling; null for what a real node takes, zero for none.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>The cluster's clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where registries are reached, by their names as virtual hosts; null when the nodes reach none.</summary>
    public Uri? RegistryAddress { get; init; }

    /// <summary>Serves the registries that run in the cluster; null when none can.</summary>
    public IRegistryRuntime? Registries { get; init; }

    /// <summary>Connections the nodes pull over; null for a pool of the cluster's own.</summary>
    public HttpMessageInvoker? RegistryHttp { get; init; }

    /// <summary>How long, in real time, the cluster stands still for a pull before it goes on without it.</summary>
    /// <value>250 ms.</value>
    public TimeSpan PullPatience { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>PEM of the authority that signed the API server's certificate.</summary>
    public string CertificateAuthorityPem { get; init; } = "";

    /// <summary>Receives what goes wrong inside.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
