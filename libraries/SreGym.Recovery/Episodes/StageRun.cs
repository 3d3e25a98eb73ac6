using SreGym.Contracts.Conductor.V1;

namespace SreGym.Recovery.Episodes;

/// <summary>One stage as it went.</summary>
public sealed record StageRun(EpisodeStage Stage, DateTimeOffset StartedAt, DateTimeOffset EndedAt, StageOutcome Outcome, string Error)
{
    public TimeSpan Duration => EndedAt - StartedAt;
}
