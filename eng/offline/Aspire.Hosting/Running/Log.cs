using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Stand-in for Aspire {Version}: the package source has no Aspire packages.")]
    public static partial void StandIn(ILogger logger, string version);

    [LoggerMessage(2, LogLevel.Information, "Now listening on: {Url}")]
    public static partial void NowListening(ILogger logger, string url);

    [LoggerMessage(3, LogLevel.Information, "Login to the dashboard at {Url}")]
    public static partial void Login(ILogger logger, string url);

    [LoggerMessage(4, LogLevel.Information, "Distributed application started. Press Ctrl+C to shut down.")]
    public static partial void Started(ILogger logger);

    [LoggerMessage(5, LogLevel.Warning, "No dashboard: {Reason}")]
    public static partial void NoDashboard(ILogger logger, string reason);

    [LoggerMessage(6, LogLevel.Error, "Resource {Resource} failed to start.")]
    public static partial void FailedToStart(ILogger logger, string resource, Exception error);

    [LoggerMessage(7, LogLevel.Error, "A handler of the ready event of {Resource} failed.")]
    public static partial void ReadyHandlerFailed(ILogger logger, string resource, Exception error);

    [LoggerMessage(8, LogLevel.Error, "Command {Command} of {Resource} failed.")]
    public static partial void CommandFailed(ILogger logger, string command, string resource, Exception error);

    [LoggerMessage(9, LogLevel.Debug, "dashboard: {Line}")]
    public static partial void DashboardLine(ILogger logger, string line);

    [LoggerMessage(10, LogLevel.Error, "Resource {Resource} has ended with exit code {ExitCode}:\n{Tail}")]
    public static partial void Ended(ILogger logger, string resource, int exitCode, string tail);
}
