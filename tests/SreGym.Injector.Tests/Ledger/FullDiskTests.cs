using System.Text.Json.Nodes;
using SreGym.Contracts;
using SreGym.IncidentHost;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;
using SreGym.TestingHost;

namespace SreGym.Injector.Tests.Ledger;

/// <summary>What cannot be remembered is not done, and what was done can be undone.</summary>
public sealed class FullDiskTests(IncidentServicesFixture fixture) : IAsyncLifetime
{
    private const string Cluster = "full-disk";

    private EmptyCluster _subject = null!;

    public async ValueTask InitializeAsync()
    {
        _subject = await EmptyCluster.CreateAsync(fixture.Services, Cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
    }

    [Fact]
    public async Task Change_DiskIsFull_IsNotMadeAndEarlierOnesAreStillUndone()
    {
        using var disk = TinyDisk.TryCreate();
        Assert.SkipWhen(disk is null, TinyDisk.Missing);
        var api = new SubjectApi(_subject.Client);
        var ledger = new LedgerStore(disk!.Folder, TimeProvider.System).Open("one");
        var changes = new ChangeRecorder(api, ledger, ChangePhase.Fault);
        await changes.PutAsync(Map("early"), CancellationToken.None);

        disk.Fill();
        var refused = await Assert.ThrowsAsync<SreGymException>(() => changes.PutAsync(Map("late"), CancellationToken.None));

        Assert.Equal(ErrorReasons.StorageFailed, refused.Reason);
        Assert.Contains(disk.Folder, refused.Message, StringComparison.Ordinal);
        Assert.Contains("free some space", refused.Message, StringComparison.Ordinal);
        Assert.Null(await api.FindAsync(Key("late"), CancellationToken.None));

        await Assert.ThrowsAsync<SreGymException>(() => UndoAsync(api, ledger));
        Assert.Null(await api.FindAsync(Key("early"), CancellationToken.None));

        disk.Free();
        Assert.Empty((await UndoAsync(api, ledger)).Leftovers);
        Assert.Empty(ledger.ListOpen());
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
    }

    private static Task<RecoveryResult> UndoAsync(SubjectApi api, IChangeLedger ledger) =>
        new ChangeUndoer(api, ledger, new StepRunner(_ => Task.CompletedTask), TimeProvider.System)
            .UndoAsync(RecoveryScope.Preparation, CancellationToken.None);

    private static ObjectKey Key(string name) => new(KubernetesResources.ConfigMaps, "default", name);

    // Larger than the pages that the ledger has already.
    private static JsonObject Map(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["data"] = new JsonObject { ["text"] = new string('x', 8192) },
    };
}
