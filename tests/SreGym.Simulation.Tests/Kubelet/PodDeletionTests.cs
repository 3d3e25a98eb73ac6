using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Simulation.Tests.Kubelet;

public sealed class PodDeletionTests
{
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_terminated = TimeSpan.FromSeconds(60);

    // The kubelet's write then answers with a pod that is being deleted before the kubelet's watch says so.
    [Fact]
    public async Task Delete_InTheInstantOfAStatusWrite_IsNotLost()
    {
        var writes = await RunAsync(null);
        Assert.NotEmpty(writes.Written);

        foreach (var moment in writes.Written.Distinct())
        {
            var (_, isGone) = await RunAsync(moment);

            Assert.True(isGone, $"The pod deleted {moment.TotalMilliseconds} ms after its creation is still there.");
        }
    }

    private static async Task<(IReadOnlyList<TimeSpan> Written, bool IsGone)> RunAsync(TimeSpan? deletion)
    {
        await using var registry = await RegistryServer.StartAsync();
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "c1",
            Seed = 1,
            TimeProvider = time,
            RegistryAddress = registry.Address,
            Registries = new ServedRegistries(registry.Hosts),
            PullPatience = TimeSpan.FromMinutes(1),
        });
        cluster.Start();
        await cluster.Loop.IdleAsync();
        var start = time.GetUtcNow();
        var written = new ConcurrentQueue<TimeSpan>();
        using var subscription = cluster.Api.Store.Subscribe(change =>
        {
            if (change.Object.Type == ResourceTypes.Pods && change.Type == WatchEventType.Modified)
            {
                written.Enqueue(time.GetUtcNow() - start);
            }
        });
        await cluster.Loop.AskAsync(() =>
        {
            // Posted before whatever the kubelet will do in the same instant, and so done before it.
            if (deletion is { } moment)
            {
                cluster.Loop.After(moment, () => cluster.Api.Delete(ResourceTypes.Pods, "default", "geo"));
            }

            return cluster.Api.Create(ResourceTypes.Pods, "default", Pod());
        });
        await cluster.AdvanceAsync(time, deletion is null ? s_settled : s_settled + s_terminated);
        return ([.. written], cluster.Api.Find(ResourceTypes.Pods, "default", "geo") is null);
    }

    private static JsonObject Pod() => JsonNode.Parse("""
        {
          "metadata": { "name": "geo" },
          "spec": { "containers": [{ "name": "geo", "image": "ghcr.io/sregym/hotel-reservation:latest", "command": ["geo"] }] }
        }
        """)!.AsObject();
}
