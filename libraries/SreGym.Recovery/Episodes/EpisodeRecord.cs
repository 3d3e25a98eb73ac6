using System.Text.Json.Serialization;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Recovery.Episodes;

/// <summary>What is kept of an episode: enough to list it, to judge it and to recover it after a crash. Never a secret.</summary>
public sealed record EpisodeRecord
{
    public required EpisodeSpec Spec { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public EpisodeState State { get; init; } = EpisodeState.Running;

    public EpisodeStage Stage { get; init; } = EpisodeStage.Provision;

    /// <summary>In the order they were taken.</summary>
    public IReadOnlyList<Holding> Holdings { get; init; } = [];

    /// <summary>Namespaces that were in the cluster before the episode; recovery leaves them.</summary>
    public IReadOnlyList<string> KeptNamespaces { get; init; } = [];

    /// <summary>The cluster that is not the episode's own; null until it was looked at, and where the episode has one of its own.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>The last moment that is written down; what happens later has a later time.</summary>
    [JsonIgnore]
    public DateTimeOffset LastMoment => Stages.Select(stage => stage.EndedAt).Append(EndedAt ?? StartedAt).Append(StartedAt).Max();

    public IReadOnlyList<StageRun> Stages { get; init; } = [];

    public EpisodeTimes Times { get; init; } = new();

    public Verdict Diagnosis { get; init; }

    public Verdict Mitigation { get; init; }

    /// <summary>Set when the agent's process ended before its last submission.</summary>
    public int? AgentExitCode { get; init; }

    public string Error { get; init; } = "";

    /// <summary>What recovery could not undo, with the remedy.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    public string ReportPath { get; init; } = "";

    public string TraceId { get; init; } = "";
}
