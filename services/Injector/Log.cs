namespace SreGym.Injector;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Episode {EpisodeId}: {Step} {Status}: {Message}")]
    public static partial void StepReported(ILogger logger, string episodeId, string step, string status, string message);

    [LoggerMessage(2, LogLevel.Warning, "Episode {EpisodeId}: left over after recovery: {Leftover}")]
    public static partial void LeftOver(ILogger logger, string episodeId, string leftover);
}
