
namespace SreGym.Conductor;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Episode {EpisodeId} starts: {Problem} on {Target}, agent {Agent}, seed {Seed}.")]
    public static partial void EpisodeStarted(ILogger logger, string episodeId, string problem, string target, string agent, long seed);

    [LoggerMessage(2, LogLevel.Information, "Episode {EpisodeId}: stage {Stage}.")]
    public static partial void StageStarted(ILogger logger, string episodeId, string stage);

    [LoggerMessage(3, LogLevel.Error, "Episode {EpisodeId}: stage {Stage} failed.")]
    public static partial void StageFailed(ILogger logger, Exception error, string episodeId, string stage);

    [LoggerMessage(4, LogLevel.Warning, "Episode {EpisodeId}: {Holding} could not be released ({Reason}).")]
    public static partial void ReleaseFailed(ILogger logger, Exception error, string episodeId, string holding, string reason);

    [LoggerMessage(5, LogLevel.Information, "Episode {EpisodeId} has ended: {State}, diagnosis {Diagnosis}, mitigation {Mitigation}.")]
    public static partial void EpisodeEnded(ILogger logger, string episodeId, string state, string diagnosis, string mitigation);

    [LoggerMessage(6, LogLevel.Information, "Agent {Agent}: {Line}")]
    public static partial void AgentOutput(ILogger logger, string agent, string line);

    [LoggerMessage(7, LogLevel.Information, "Agent {Agent} started as process {ProcessId}.")]
    public static partial void AgentStarted(ILogger logger, string agent, int processId);

    [LoggerMessage(8, LogLevel.Information, "Agent {Agent} ended with code {ExitCode}.")]
    public static partial void AgentEnded(ILogger logger, string agent, int exitCode);

    [LoggerMessage(9, LogLevel.Warning, "Episode {EpisodeId}: {What} can no longer be watched ({Reason}).")]
    public static partial void WatchFailed(ILogger logger, string episodeId, string what, string reason);

    [LoggerMessage(10, LogLevel.Warning, "Episode {EpisodeId} was interrupted at stage {Stage}; recovering it.")]
    public static partial void EpisodeResumed(ILogger logger, string episodeId, string stage);

    [LoggerMessage(11, LogLevel.Information, "Episode {EpisodeId}: the participant submitted its {Stage}.")]
    public static partial void Submitted(ILogger logger, string episodeId, string stage);

    [LoggerMessage(12, LogLevel.Error, "Episode {EpisodeId}: the report could not be written.")]
    public static partial void ReportFailed(ILogger logger, Exception error, string episodeId);

    [LoggerMessage(15, LogLevel.Error, "Episode {EpisodeId}: its record could not be written ({Reason}); it goes on without.")]
    public static partial void RecordNotWritten(ILogger logger, string episodeId, string reason);

    [LoggerMessage(13, LogLevel.Warning, "The session behind port {Port} has ended; another is opened.")]
    public static partial void SessionEnded(ILogger logger, int port);

    [LoggerMessage(14, LogLevel.Warning, "The session behind port {Port} cannot be replaced yet.")]
    public static partial void SessionNotReplaced(ILogger logger, Exception error, int port);
}
