using SreGym.Conductor.Episodes;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.Conductor.Stages;

/// <summary>One step of the walk. A stage keeps no state of its own: what it makes goes into the context, what it takes into the record.</summary>
internal interface IStage
{
    EpisodeStage Stage { get; }

    Task RunAsync(EpisodeContext context, CancellationToken cancellationToken);
}
