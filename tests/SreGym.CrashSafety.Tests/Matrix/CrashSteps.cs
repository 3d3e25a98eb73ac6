using SreGym.Contracts.Conductor.V1;
using SreGym.CrashSafety.Tests.Harness;
using SreGym.Problems.Baselines;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>The steps of an episode that nothing is killed in, as it tells them itself: a new step is in the matrix without being added.</summary>
/// <param name="All">In the order they are first heard of.</param>
/// <param name="Recovered">The cluster after recovery.</param>
internal sealed record CrashSteps(IReadOnlyList<CrashStep> All, Baseline Recovered)
{
    public static async Task<CrashSteps> DiscoverAsync(Services services)
    {
        var heard = new List<CrashStep>();
        var end = await new EpisodeDriver(services).RunAsync(step =>
        {
            heard.Add(step);
            return Task.CompletedTask;
        });
        Assert.Equal((EpisodeState.Completed, ""), (end.Episode.State, end.Episode.Error));
        Assert.Empty(end.Leftovers);
        Assert.True(end.IsClusterGone);
        return new CrashSteps(heard, end.Last!);
    }
}
