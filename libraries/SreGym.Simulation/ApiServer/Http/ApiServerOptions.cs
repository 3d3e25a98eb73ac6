namespace SreGym.Simulation.ApiServer.Http;

/// <summary>What the HTTP side of an API server needs beyond the objects.</summary>
public sealed record ApiServerOptions
{
    /// <summary>Bearer token of the administrator (<c>kubernetes-admin</c>, group <c>system:masters</c>).</summary>
    public required string AdministratorToken { get; init; }

    /// <summary>Clock for the length of requests, which clients measure in their own time.</summary>
    public TimeProvider RequestTime { get; init; } = TimeProvider.System;
}
