namespace SreGym.Simulation.Storage;

/// <summary>An encoded object that still lacks its resourceVersion: <see cref="VersionStart"/> is where the digits go.</summary>
internal sealed class DraftObject
{
    public required ResourceType Type { get; init; }

    public required string? Namespace { get; init; }

    public required string Name { get; init; }

    public required string Uid { get; init; }

    public required long Generation { get; init; }

    public required LabelSet Labels { get; init; }

    public required IReadOnlyList<OwnerReference> Owners { get; init; }

    public required DateTimeOffset? DeletionTimestamp { get; init; }

    public required bool HasFinalizers { get; init; }

    public required ReadOnlyMemory<byte> Json { get; init; }

    public required int BodyStart { get; init; }

    public required int VersionStart { get; init; }

    public required int MetadataEnd { get; init; }
}
