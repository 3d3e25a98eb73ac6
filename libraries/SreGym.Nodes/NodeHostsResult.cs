namespace SreGym.Nodes;

/// <summary>What became of the nodes.</summary>
/// <param name="Obstacle">Why a node could not be configured; null when all are.</param>
/// <param name="Files">Node and file, for each.</param>
public sealed record NodeHostsResult(string? Obstacle, IReadOnlyList<string> Files)
{
    /// <summary>Nothing was written, or not on every node.</summary>
    public static NodeHostsResult Refused(string obstacle) => new(obstacle, []);
}
