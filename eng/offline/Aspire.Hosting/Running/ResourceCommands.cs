using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>The commands of the dashboard: start, stop, restart and the application's own.</summary>
internal sealed class ResourceCommands(
    ResourceRunners runners, IServiceProvider services, ILoggerFactory loggers, ILogger<ResourceCommands> logger)
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Restart = "restart";

    public async Task<ExecuteCommandResult> ExecuteAsync(ResourceSnapshot snapshot, string command, CancellationToken cancellationToken)
    {
        try
        {
            return runners.Find(snapshot.Resource) is { } runner && command is Start or Stop or Restart
                ? await ControlAsync(runners.Find(snapshot.Resource)!, command)
                : await ExecuteOwnAsync(snapshot, command, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
        catch (Exception error)
        {
            Log.CommandFailed(logger, command, snapshot.Resource.Name, error);
            return CommandResults.Failure(error);
        }
    }

    private static async Task<ExecuteCommandResult> ControlAsync(ResourceRunner runner, string command)
    {
        if (command is Stop or Restart)
        {
            await runner.StopAsync();
        }

        if (command is Start or Restart)
        {
            runner.Start();
        }

        return CommandResults.Success();
    }

    private async Task<ExecuteCommandResult> ExecuteOwnAsync(ResourceSnapshot snapshot, string command, CancellationToken cancellationToken)
    {
        var own = snapshot.Resource.Annotations.OfType<ResourceCommandAnnotation>().FirstOrDefault(candidate => candidate.Name == command);
        return own is null
            ? CommandResults.Failure($"Resource '{snapshot.Resource.Name}' has no command '{command}'.")
            : await own.ExecuteCommand(new ExecuteCommandContext
            {
                Services = services,
                ResourceName = snapshot.InstanceName,
                CancellationToken = cancellationToken,
                Logger = loggers.CreateLogger(snapshot.Resource.Name),
            });
    }
}
