using Grpc.Core;
using Microsoft.Data.Sqlite;
using SreGym.Conductor.Tests.Harness;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.ServiceDefaults.Errors;
using SreGym.TestingHost;

namespace SreGym.Conductor.Tests.Episodes;

/// <summary>An episode that cannot be written down is not begun; one whose disk fills up is recovered.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task Start_DiskIsFull_IsRefusedWithTheFileAndBeginsNothing()
    {
        using var disk = TinyDisk.TryCreate();
        Assert.SkipWhen(disk is null, TinyDisk.Missing);
        await using (var host = await ConductorHost.StartAsync(folder: disk!.Folder))
        {
            await host.Client.ListEpisodesAsync(new ListEpisodesRequest());
            disk.Fill();

            var refused = await Assert.ThrowsAsync<RpcException>(() => host.StartEpisodeAsync());

            Assert.Equal(ErrorReasons.StorageFailed, RpcErrors.FindReason(refused));
            Assert.Contains(Path.Combine(disk.Folder, "data", "conductor.db"), refused.Status.Detail, StringComparison.Ordinal);
            Assert.Contains("free some space", refused.Status.Detail, StringComparison.Ordinal);
            Assert.Empty(host.Script.Calls);
            Assert.Empty((await host.Client.ListEpisodesAsync(new ListEpisodesRequest())).Episodes);
            Assert.Empty(Directory.GetFiles(Path.Combine(disk.Folder, "data"), "*.lock"));
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await host.Participant.GetAsync("/status")).StatusCode);

            disk.Free();
            var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;
            await host.Participant.SolveAsync();
            Assert.Equal(EpisodeState.Completed, (await host.AwaitEndAsync(id)).State);
        }

        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task Episode_DiskFillsUp_GoesNoFurtherAndIsRecovered()
    {
        using var disk = TinyDisk.TryCreate();
        Assert.SkipWhen(disk is null, TinyDisk.Missing);
        var script = new RpcScript { Calling = name => FillAt(name == "CaptureBaseline") };
        await using (var host = await ConductorHost.StartAsync(script, folder: disk!.Folder))
        {
            var id = (await host.StartEpisodeAsync()).Episode.EpisodeId;

            var end = await host.AwaitEndAsync(id);

            Assert.Equal(EpisodeState.Error, end.State);
            Assert.Contains("conductor.db", end.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("InjectFault", script.Calls);
            Assert.Equal(["ReleaseBaseline", "RecoverFault", "DeleteCluster"], script.Calls.SkipWhile(call => call != "CaptureBaseline").Skip(1));
        }

        SqliteConnection.ClearAllPools();

        void FillAt(bool isNow)
        {
            if (isNow)
            {
                disk.Fill();
            }
        }
    }
}
