using System.Collections.Concurrent;
using SreGym.CrashSafety.Tests.Harness;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>
/// kill -9 of every service at every step of every stage. A sample of it, unless SREGYM_CRASH_MATRIX is <c>all</c> or names services.
/// </summary>
public sealed class CrashMatrixTests
{
    private const int Sample = 2;
    private const int Seed = 20_240_607;

    private static string Wanted => Environment.GetEnvironmentVariable("SREGYM_CRASH_MATRIX") ?? "";

    private static bool IsWhole => Wanted == "all";

    [Fact]
    public async Task Kill_AnyServiceAtAnyStep_LeavesNothingBehindAndAReport()
    {
        var lanes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Services.StartAsync()));
        try
        {
            var steps = await CrashSteps.DiscoverAsync(lanes);
            var results = await RunAsync(lanes, Choose(steps.All));
            var faults = results.ToDictionary(result => result.Cell, result => result.FindFaults(steps.Recovered[result.Cell.Step.Problem]));
            await (IsWhole ? CrashSafetyPage.WriteAsync(steps.All, faults) : CrashSafetyPage.CheckAsync(steps.All));

            Assert.Equal([], faults.SelectMany(found => found.Value.Select(fault => $"{found.Key}: {fault}")).Order(StringComparer.Ordinal));
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
        if (Wanted.Length > 0)
        {
            return [.. all.Where(cell => IsWhole || Wanted.Split(',').Contains(cell.Service.ToString()))];
        }

#pragma warning disable CA5394 // Which cells are looked at is no secret.
        new Random(Seed).Shuffle(all);
#pragma warning restore CA5394
        return [.. all.Take(Sample)];
    }

    private static async Task<IReadOnlyList<CrashResult>> RunAsync(IEnumerable<Services> lanes, IEnumerable<CrashCell> cells)
    {
        var results = new ConcurrentQueue<CrashResult>();
        var work = new ConcurrentQueue<IGrouping<(ServiceName Service, string Problem), CrashCell>>(cells.GroupBy(cell => (cell.Service, cell.Step.Problem)));
        await Task.WhenAll(lanes.Select(async lane =>
        {
            while (work.TryDequeue(out var group))
            {
                await new CrashLane(lane).RunAsync(group.Key.Service, group.Key.Problem, group.Select(cell => cell.Step), Keep);
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
