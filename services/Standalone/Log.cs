namespace SreGym.Standalone;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The harness token of this run is in {Path}.")]
    public static partial void TokenWritten(ILogger logger, string path);
}
