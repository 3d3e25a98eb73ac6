using SreGym.Simulation.ApiServer.ManagedFields;

namespace SreGym.Simulation.ApiServer;

/// <summary>How a write is to be carried out.</summary>
public sealed record WriteOptions
{
    /// <summary>An ordinary write.</summary>
    public static readonly WriteOptions Default = new();

    /// <summary>Check and answer, but change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary><c>status</c>, <c>scale</c>, … when the write goes through a subresource.</summary>
    public string? Subresource { get; init; }

    /// <summary>Fields of the applied configuration where the write is a server-side apply.</summary>
    internal FieldSet? Applied { get; init; }
}
