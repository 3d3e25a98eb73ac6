using Grpc.Core;
using Microsoft.Extensions.Hosting;
using SreGym.AppHost.Options;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Episodes;

/// <summary>The episode that the command line asked for.</summary>
internal sealed class FirstEpisode(EpisodeDesk desk, RunOptions options, EpisodeScreen screen, IHostApplicationLifetime lifetime)
    : EarlyService
{
    // CloudFormation gives the server and then the agents 15 minutes each, and says better what is missing.
    private readonly TimeSpan _startLimit = TimeSpan.FromMinutes(options.Target == TargetNames.Aws ? 45 : 5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Until there is a verdict, a run that ends has not been run.
        desk.ExitCode = options.Once ? ExitCodes.CouldNotRun : ExitCodes.Passed;
        try
        {
            screen.ShowStart(options, desk.Dashboard);
            await desk.Opening.WaitAsync(_startLimit, stoppingToken);
            if (options.DryRun)
            {
                screen.ShowPlan(await desk.PlanAsync(stoppingToken));
                desk.ExitCode = ExitCodes.Passed;
            }
            else
            {
                var episode = await desk.StartAsync(stoppingToken);
                var exitCode = await desk.FollowAsync(episode.EpisodeId, stoppingToken);
                desk.ExitCode = options.Once ? exitCode : ExitCodes.Passed;
            }
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return;
        }
        catch (RpcException error)
        {
            Fail(error.Status.Detail);
        }
        catch (TimeoutException)
        {
            Fail($"the services were not ready within {_startLimit.TotalSeconds:0} s; the dashboard shows which one is not.");
        }
        catch (InvalidOperationException error)
        {
            Fail(error.Message);
        }

        if (options.Once)
        {
            lifetime.StopApplication();
        }
    }

    private void Fail(string reason)
    {
        screen.ShowError(reason);
        desk.ExitCode = ExitCodes.CouldNotRun;
    }
}
