using System.Text.Json.Nodes;
using k8s;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Injector.Tests.Ledger;

/// <summary>What has been asked to go and stays is known to the next recovery as well.</summary>
public sealed class LedgerPlaybackTests(IncidentServicesFixture fixture) : IAsyncLifetime
{
    private const string Cluster = "playback";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("playback-");
    private Kubernetes _client = null!;

    public async ValueTask InitializeAsync()
    {
        var created = await fixture.Services.Clusters.CreateClusterAsync(new CreateClusterRequest { ClusterId = Cluster, Seed = 1 });
        _client = SubjectClient.Connect(new Subject { EpisodeId = Cluster, Kubeconfig = created.Cluster.Kubeconfig });
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await fixture.Services.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = Cluster });
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Undo_NamespaceThatDoesNotGo_StaysInTheLedgerUntilItDoes()
    {
        var api = new SubjectApi(_client);
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

        await _client.CoreV1.PatchNamespacedConfigMapAsync(
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
