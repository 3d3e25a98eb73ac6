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
    private const string Cluster = "playback";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playback-");
    private EmptyCluster _subject = null!;

    public async ValueTask InitializeAsync()
    {
        _subject = await EmptyCluster.CreateAsync(fixture.Services, Cluster);
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

        await _subject.Client.CoreV1.PatchNamespacedConfigMapAsync(
            new k8s.Models.V1Patch("""{"metadata":{"finalizers":null}}""", k8s.Models.V1Patch.PatchType.MergePatch), "held", "shop");
        Assert.Empty(await UndoAsync(ledgers, api, patience: TimeSpan.FromSeconds(30)));
        Assert.Empty(ledgers.Open("one").ListOpen());
    }

    private static async Task<IReadOnlyList<string>> UndoAsync(LedgerStore ledgers, SubjectApi api, TimeSpan? patience = null)
    {
        var playback = new LedgerPlayback(ledgers, patience ?? TimeSpan.FromMilliseconds(200), TimeProvider.System);
        var result = await playback.UndoEverythingAsync(
            api, "one", keptNamespaces: [], new StepRunner(_ => Task.CompletedTask), CancellationToken.None);
        return result.Leftovers;
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
