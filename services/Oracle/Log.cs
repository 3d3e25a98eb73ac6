namespace SreGym.Oracle;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Episode {EpisodeId}: baseline of {Objects} objects captured.")]
    public static partial void BaselineCaptured(ILogger logger, string episodeId, int objects);

    [LoggerMessage(2, LogLevel.Information, "Episode {EpisodeId}: check {Check}: {Verdict}: {Reason}")]
    public static partial void CheckEvaluated(ILogger logger, string episodeId, string check, string verdict, string reason);

    [LoggerMessage(3, LogLevel.Information, "Episode {EpisodeId}: diagnosis graded {Score}.")]
    public static partial void DiagnosisGraded(ILogger logger, string episodeId, double score);
}
