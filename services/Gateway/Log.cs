namespace SreGym.Gateway;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Session {SessionId} is open for {Server}.")]
    public static partial void SessionOpened(ILogger logger, string sessionId, string server);

    [LoggerMessage(2, LogLevel.Information, "Session {SessionId} is closed after {Calls} calls.")]
    public static partial void SessionClosed(ILogger logger, string sessionId, int calls);

    [LoggerMessage(3, LogLevel.Warning, "Session {SessionId}: {Verb} {Resource} could not be forwarded ({Error}).")]
    public static partial void ForwardFailed(ILogger logger, string sessionId, string verb, string resource, string error);

    [LoggerMessage(4, LogLevel.Warning, "Session {SessionId} has reached its rate limit; {Verb} {Resource} was answered 429.")]
    public static partial void RateLimited(ILogger logger, string sessionId, string verb, string resource);
}
