using Microsoft.Extensions.Logging;

namespace SreGym.Simulation.Controllers;

internal static partial class ControllerLog
{
    [LoggerMessage(EventId = 20, Level = LogLevel.Debug, Message = "Reconciling {Namespace}/{Name} was refused: {Reason}")]
    public static partial void ReconcileRefused(ILogger logger, string? @namespace, string name, string reason);
}
