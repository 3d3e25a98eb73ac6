using System.Text.Json.Nodes;
using k8s;
using SreGym.IncidentHost;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;

namespace SreGym.Injector.Tests.Ledger;

/// <summary>What has been asked to go and stays is known to the next recovery as well.</summary>
public sealed class LedgerPlaybackTests(IncidentServicesFixture fixture) : IAsyncLifetime
{
    private static int s_clusters;

    private readonly string _cluster = $"playback-{Interlocked.Increment(ref s_clusters)}";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playback-");
    private EmptyCluster _subject = null!;

    public async ValueTask InitializeAsync()
    {
        _subject = await EmptyCluster.CreateAsync(fixture.Services, _cluster);
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Undo_NamespaceThatDoesNotGo_StaysInTheLedgerUntilItDoes()
    {
        var api = new SubjectApi(_subject.Client);
        var ledgers = new LedgerStore(_folder.FullName, TimeProvider.System);
        var changes = new ChangeRecorder(api, ledgers.Open("one"), ChangePhase.Application);
        await changes.PutAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"""), CancellationToken.None);
        await changes.PutAsync(
            Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","namespace":"shop","finalizers":["example.com/held"]}}"""),
            CancellationToken.None);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            Assert.Contains("Namespace shop: it is still being deleted. Look for finalizers that nobody handles.", await UndoAsync(ledgers, api));
            Assert.Contains(ledgers.Open("one").ListOpen(), change => change.Key.Resource == KubernetesResources.Namespaces);
        }

        await ReleaseAsync();
        Assert.Empty(await UndoAsync(ledgers, api, patience: TimeSpan.FromSeconds(30)));
        Assert.Empty(ledgers.Open("one").ListOpen());
    }

    [Fact]
    public async Task Undo_NamespaceGoesAlready_WhatWasInItNeedsNoPuttingBack()
    {
        var api = new SubjectApi(_subject.Client);
        var ledgers = new LedgerStore(_folder.FullName, TimeProvider.System);
        await BreakAsync(api, ledgers);
        await new ChangeRecorder(api, ledgers.Open("one"), ChangePhase.Fault).EditAsync(
            new ObjectKey(KubernetesResources.ConfigMaps, "shop", "held"), map => map["data"] = new JsonObject { ["a"] = "b" }, CancellationToken.None);
        await _subject.Client.CoreV1.DeleteNamespaceAsync("shop");

        var going = await UndoAsync(ledgers, api);
        await ReleaseAsync();
        await new ObjectWait(api, TimeProvider.System).ForRemovalAsync(Shop, TimeSpan.FromSeconds(30), CancellationToken.None);
        var gone = await UndoAsync(ledgers, api);

        Assert.StartsWith("Namespace shop: it is still being deleted.", Assert.Single(going), StringComparison.Ordinal);
        Assert.Empty(gone);
        Assert.Empty(ledgers.Open("one").ListOpen());
    }

    [Fact]
    public async Task Undo_NamespaceOfSomebodyElseGoes_NamesWhatIsMissedThere()
    {
        var api = new SubjectApi(_subject.Client);
        var ledgers = new LedgerStore(_folder.FullName, TimeProvider.System);
        await BreakAsync(api, ledgers);
        await _subject.Client.CoreV1.DeleteNamespaceAsync("shop");

        var left = await UndoAsync(ledgers, api, kept: ["shop"]);

        Assert.Contains(left, line => line.StartsWith("Secret shop/pull: The API server answered 403", StringComparison.Ordinal));
        await ReleaseAsync();
    }

    private static ObjectKey Shop { get; } = new(KubernetesResources.Namespaces, null, "shop");

    // A namespace that goes and is not gone, for the ConfigMap in it, and a Secret that was deleted.
    private static async Task BreakAsync(SubjectApi api, LedgerStore ledgers)
    {
        var made = new ChangeRecorder(api, ledgers.Open("one"), ChangePhase.Application);
        await made.PutAsync(Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"""), CancellationToken.None);
        await made.PutAsync(
            Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"held","namespace":"shop","finalizers":["example.com/held"]}}"""),
            CancellationToken.None);
        await made.PutAsync(Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"pull","namespace":"shop"}}"""), CancellationToken.None);
        await new ChangeRecorder(api, ledgers.Open("one"), ChangePhase.Fault)
            .DeleteAsync(new ObjectKey(KubernetesResources.Secrets, "shop", "pull"), CancellationToken.None);
    }

    private Task<k8s.Models.V1ConfigMap> ReleaseAsync() => _subject.Client.CoreV1.PatchNamespacedConfigMapAsync(
        new k8s.Models.V1Patch("""{"metadata":{"finalizers":null}}""", k8s.Models.V1Patch.PatchType.MergePatch), "held", "shop");

    private static async Task<IReadOnlyList<string>> UndoAsync(
        LedgerStore ledgers, SubjectApi api, TimeSpan? patience = null, IReadOnlyList<string>? kept = null)
    {
        var playback = new LedgerPlayback(ledgers, patience ?? TimeSpan.FromMilliseconds(200), TimeProvider.System);
        var result = await playback.UndoEverythingAsync(
            api, "one", keptNamespaces: kept ?? [], new StepRunner(_ => Task.CompletedTask), CancellationToken.None);
        return result.Leftovers;
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
