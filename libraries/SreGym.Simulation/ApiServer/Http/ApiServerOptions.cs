using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>What the HTTP side of an API server needs beyond the objects.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Bearer token of the administrator (<c>kubernetes-admin</c>, group <c>system:masters</c>).</summary>
    public required string AdministratorToken { get; init; }

    /// <summary>The cluster's nodes; null when there are none that answer.</summary>
    public INodeRuntime? Nodes { get; init; }

    /// <summary>Clock for the length of requests, which clients measure in their own time.</summary>
    public TimeProvider RequestTime { get; init; } = TimeProvider.System;
}
