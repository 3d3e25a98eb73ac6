using SreGym.Contracts.Targets;

namespace SreGym.Recovery.Episodes;

/// <summary>What follows from an episode's target for whoever takes it back.</summary>
public static class EpisodeTargets
{
    /// <summary>True when a kind cluster was made for the episode and goes with it.</summary>
    public static bool OwnsKindCluster(this EpisodeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Target == TargetNames.Kind && !spec.TargetOptions.ContainsKey(TargetOptionNames.ClusterName);
    }

    /// <summary>Name of the kind cluster: the one that was asked for, else the episode's own.</summary>
    public static string KindClusterName(this EpisodeSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.TargetOptions.TryGetValue(TargetOptionNames.ClusterName, out var name) ? name : spec.EpisodeId;
    }
}
