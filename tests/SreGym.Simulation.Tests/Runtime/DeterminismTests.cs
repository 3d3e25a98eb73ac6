using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Simulation.Tests.Runtime;

public sealed class DeterminismTests
{
    [Fact]
    public async Task Deploy_SameSeed_WritesTheSameInTheSameOrder() => Assert.Equal(await WritesAsync(7), await WritesAsync(7));

    [Fact]
    public async Task Deploy_OtherSeed_NamesOtherPods()
    {
        var (one, other) = (await WritesAsync(7), await WritesAsync(8));

        Assert.Empty(Pods(one).Intersect(Pods(other)));
    }

    private static IEnumerable<string> Pods(IEnumerable<string> writes) =>
        writes.Where(write => write.StartsWith("Added Pod ", StringComparison.Ordinal)).Select(write => write.Split(' ')[2]);

    private static async Task<IReadOnlyList<string>> WritesAsync(long seed)
    {
        await using var registry = await RegistryServer.StartAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "c1",
            Seed = seed,
            TimeProvider = time,
            RegistryAddress = registry.Address,
            PullPatience = TimeSpan.FromMinutes(1),
        });
        cluster.Start();
        await cluster.Loop.IdleAsync();
        var writes = new ConcurrentQueue<string>();
        using var subscription = cluster.Api.Store.Subscribe(change => writes.Enqueue(
            $"{change.Type} {change.Object.Type.Kind} {change.Object.Name} {change.Object.Uid} {change.Object.Parse().FindText("message")}"));

        // On the loop, so that no other thread decides what comes first.
        await cluster.Loop.AskAsync(() =>
        {
            HotelReservationObjects.Create(cluster.Api);
            return true;
        });
        await cluster.AdvanceAsync(time, TimeSpan.FromSeconds(30));

        return [.. writes];
    }
}
