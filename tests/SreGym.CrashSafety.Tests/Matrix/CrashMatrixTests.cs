using System.Collections.Concurrent;
using SreGym.CrashSafety.Tests.Harness;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>
/// kill -9 of every service at every step of every stage. A sample of it unless SREGYM_CRASH_MATRIX=all.
/// </summary>
public sealed class CrashMatrixTests
{
    private const int Sample = 2;
    private const int Seed = 20_240_607;

    private static bool IsWhole => Environment.GetEnvironmentVariable("SREGYM_CRASH_MATRIX") == "all";

    [Fact]
    public async Task Kill_AnyServiceAtAnyStep_LeavesNothingBehindAndAReport()
    {
        var lanes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Services.StartAsync()));
        try
        {
            var steps = await CrashSteps.DiscoverAsync(lanes[0]);
            var results = await RunAsync(lanes, Choose(steps.All));
            var faults = results
                .SelectMany(result => result.FindFaults(steps.Recovered).Select(fault => $"{result.Cell}: {fault} ({result.End.Episode.Error})"))
                .Order(StringComparer.Ordinal)
                .ToList();

            Assert.True(faults.Count == 0, string.Join('\n', faults));
        }
        finally
        {
            foreach (var lane in lanes)
            {
                await lane.DisposeAsync();
            }
        }
    }

    private static List<CrashCell> Choose(IReadOnlyList<CrashStep> steps)
    {
        var all = (from service in Enum.GetValues<ServiceName>() from step in steps select new CrashCell(service, step)).ToArray();
        if (IsWhole)
        {
            return [.. all];
        }

#pragma warning disable CA5394 // Which cells are looked at is no secret.
        new Random(Seed).Shuffle(all);
#pragma warning restore CA5394
        return [.. all.Take(Sample)];
    }

    private static async Task<IReadOnlyList<CrashResult>> RunAsync(IEnumerable<Services> lanes, IEnumerable<CrashCell> cells)
    {
        var results = new ConcurrentQueue<CrashResult>();
        var work = new ConcurrentQueue<IGrouping<ServiceName, CrashCell>>(cells.GroupBy(cell => cell.Service));
        await Task.WhenAll(lanes.Select(async lane =>
        {
            while (work.TryDequeue(out var group))
            {
                await new CrashLane(lane).RunAsync(group.Key, group.Select(cell => cell.Step), Keep);
            }
        }));
        return [.. results];

        void Keep(CrashResult result)
        {
            results.Enqueue(result);
            TestContext.Current.SendDiagnosticMessage($"{result.Cell}: {result.End.Episode.State} {result.End.Episode.Error}");
        }
    }
}
