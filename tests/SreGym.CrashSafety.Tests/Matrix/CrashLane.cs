using System.Collections.Concurrent;
using SreGym.CrashSafety.Tests.Harness;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>
/// Takes cells of one service and problem off the list, episode after episode. An episode that a kill did not disturb is used for the next cells
/// as well, so that services nobody needs at the moment do not cost an episode per step.
/// </summary>
internal sealed class CrashLane(Services services)
{
    /// <summary>Runs until every cell has a result.</summary>
    public async Task RunAsync(ServiceName service, string problem, IEnumerable<CrashStep> steps, Action<CrashResult> done)
    {
        var open = steps.ToList();
        while (open.Count > 0)
        {
            var killed = await RunEpisodeAsync(service, problem, open);
            Assert.True(killed.Count > 0, $"No episode comes to {string.Join(", ", open)} any more.");
            foreach (var result in killed)
            {
                open.Remove(result.Cell.Step);
                done(result);
            }
        }
    }

    private async Task<IReadOnlyList<CrashResult>> RunEpisodeAsync(ServiceName service, string problem, IReadOnlyCollection<CrashStep> open)
    {
        var killed = new ConcurrentQueue<CrashStep>();
        var restart = Task.CompletedTask;
        var walk = new ForwardWalk();
        var driver = new EpisodeDriver(services, problem);
        var end = await driver.RunAsync(async step =>
        {
            walk.Note(step);
            // After a kill that ended the episode early, what follows is that kill's result.
            var isUndisturbed = killed.IsEmpty || walk.IsOnItsWay;
            if (open.Contains(step) && restart.IsCompleted && isUndisturbed)
            {
                await restart;
                killed.Enqueue(step);
                await services.KillAsync(service);
                restart = services.RestartAsync(service);
            }
        }, () => restart);
        await restart;
        return [.. killed.Select(step => new CrashResult(new CrashCell(service, step), end))];
    }
}
