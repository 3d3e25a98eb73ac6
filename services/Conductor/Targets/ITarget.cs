using SreGym.Conductor.Episodes;
using SreGym.Contracts.Common.V1;

namespace SreGym.Conductor.Targets;

/// <summary>A kind of place where a subject can live.</summary>
internal interface ITarget
{
    /// <summary>One of <see cref="Contracts.Targets.TargetNames"/>.</summary>
    string Name { get; }

    /// <summary>How long a repair must hold before it counts.</summary>
    TimeSpan StabilityWindow { get; }

    /// <summary>True when releasing takes the cluster away with everything in it.</summary>
    bool OwnsCluster { get; }

    /// <summary>Refuses options this target does not take.</summary>
    /// <exception cref="Contracts.SreGymException">The message names the option and what is allowed.</exception>
    void Validate(IReadOnlyDictionary<string, string> options);

    Task<Subject> ProvisionAsync(EpisodeSpec spec, CancellationToken cancellationToken);

    /// <summary>The subject of an episode that another process provisioned; null when there is no way back to it.</summary>
    Task<Subject?> FindSubjectAsync(EpisodeSpec spec, CancellationToken cancellationToken);

    /// <summary>Gives back what provisioning took. Idempotent.</summary>
    Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken);
}
