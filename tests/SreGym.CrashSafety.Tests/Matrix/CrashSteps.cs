using SreGym.Contracts.Conductor.V1;
using SreGym.CrashSafety.Tests.Harness;
using SreGym.Problems;
using SreGym.Problems.Baselines;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>
/// The steps of episodes that nothing is killed in, as they tell them themselves: a new step, or a problem with steps of its own, is in the matrix
/// without being added.
/// </summary>
/// <param name="All">Stage by stage those of the first problem, then those that only another one has; in the order they are first heard of.</param>
/// <param name="Recovered">The cluster after recovery, by the problem's id.</param>
internal sealed record CrashSteps(IReadOnlyList<CrashStep> All, IReadOnlyDictionary<string, Baseline> Recovered)
{
    public static async Task<CrashSteps> DiscoverAsync(IReadOnlyList<Services> lanes)
    {
        var heard = new List<(IReadOnlyList<CrashStep> Steps, Baseline Recovered)>();
        foreach (var problems in ProblemCatalogue.Ids.Chunk(lanes.Count))
        {
            heard.AddRange(await Task.WhenAll(lanes.Zip(problems, HearAsync)));
        }

        return new CrashSteps(
            [.. heard.SelectMany(one => one.Steps).DistinctBy(step => (step.Stage, step.Name)).OrderBy(step => step.Stage)],
            ProblemCatalogue.Ids.Zip(heard).ToDictionary(one => one.First, one => one.Second.Recovered));
    }

    private static async Task<(IReadOnlyList<CrashStep> Steps, Baseline Recovered)> HearAsync(Services services, string problem)
    {
        var heard = new List<CrashStep>();
        var end = await new EpisodeDriver(services, problem).RunAsync(step =>
        {
            heard.Add(step);
            return Task.CompletedTask;
        });
        Assert.Equal((EpisodeState.Completed, ""), (end.Episode.State, end.Episode.Error));
        Assert.Empty(end.Leftovers);
        Assert.True(end.IsClusterGone);
        return (heard, end.Last!);
    }
}
