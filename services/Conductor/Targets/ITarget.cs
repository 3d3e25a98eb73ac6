using SreGym.Contracts.Common.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Targets;

/// <summary>A kind of place where a subject can live.</summary>
internal interface ITarget
{
    /// <summary>One of <see cref="Contracts.Targets.TargetNames"/>.</summary>
    string Name { get; }

    /// <summary>How long a repair must hold before it counts.</summary>
    TimeSpan StabilityWindow { get; }

    /// <summary>Time for each stage where the cluster takes longer than the Conductor's own limit; null when it does not.</summary>
    TimeSpan? StageTimeLimit { get; }

    /// <summary>True when releasing takes the cluster away with everything in it.</summary>
    bool OwnsCluster(EpisodeSpec spec);

    /// <summary>Refuses options this target does not take.</summary>
    /// <exception cref="Contracts.SreGymException">The message names the option and what is allowed.</exception>
    void Validate(IReadOnlyDictionary<string, string> options);

    /// <summary>Refuses, before anything is made, when the machine lacks what the target needs.</summary>
    /// <exception cref="Contracts.SreGymException">The message says what is missing and what to do.</exception>
    Task DemandUsableAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken);

    /// <summary>
    /// Makes the subject or connects to it, and finds out what it can do. Where the cluster is not the episode's own, this only looks.
    /// </summary>
    Task<Subject> ProvisionAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken);

    /// <summary>The subject of an episode that another process provisioned; null when there is no way back to it.</summary>
    Task<Subject?> FindSubjectAsync(EpisodeRecord record, CancellationToken cancellationToken);

    /// <summary>Gives back what provisioning took. Idempotent.</summary>
    Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken);
}
