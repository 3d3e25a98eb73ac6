namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>What became of the nodes.</summary>
/// <param name="Obstacle">Why a node could not be configured; null when all are.</param>
/// <param name="Files">Node and file, for each.</param>
internal sealed record NodeConfigurationResult(string? Obstacle, IReadOnlyList<string> Files)
{
    public static NodeConfigurationResult Refused(string obstacle) => new(obstacle, []);
}
