namespace SreGym.Recovery.Episodes;

/// <summary>What an episode was asked to be. Same problem, options and seed: same subject.</summary>
public sealed record EpisodeSpec
{
    public required string EpisodeId { get; init; }

    public required string ProblemId { get; init; }

    public required IReadOnlyDictionary<string, string> ProblemOptions { get; init; }

    public required string Target { get; init; }

    public required IReadOnlyDictionary<string, string> TargetOptions { get; init; }

    public required string Agent { get; init; }

    public required long Seed { get; init; }

    public required string Rights { get; init; }

    /// <summary>Requests of users per second; 0 means none.</summary>
    public double Workload { get; init; }
}
