using Microsoft.Extensions.Logging;

namespace SreGym.Simulation.Runtime;

internal static partial class Log
{
    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A piece of work on the cluster's loop failed")]
    public static partial void WorkFailed(ILogger logger, Exception failure);
}
