namespace SreGym.Conductor.Reports;

/// <summary>What was run, and how it ended as a run.</summary>
internal sealed record ReportedEpisode(
    string Id,
    string Problem,
    string Title,
    IReadOnlyDictionary<string, string> Options,
    string Target,
    IReadOnlyDictionary<string, string> TargetOptions,
    string Agent,
    int? AgentExitCode,
    string Rights,
    long Seed,
    string State,
    string Error,
    string Application,
    string Namespace,
    string TraceId,
    DateTimeOffset StartedAt,
    DateTimeOffset? EndedAt);
