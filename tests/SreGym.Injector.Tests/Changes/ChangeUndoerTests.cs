using System.Text.Json.Nodes;
using k8s;
using SreGym.IncidentHost;
using SreGym.Problems.Baselines;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Injector.Tests.Changes;

public sealed class ChangeUndoerTests(IncidentServicesFixture fixture) : IAsyncLifetime
{
    private const string Namespace = "shop";
    private static int s_clusters;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("undo-");
    private readonly string _cluster = $"undo-{Interlocked.Increment(ref s_clusters)}";
    private EmptyCluster _subject = null!;
    private SubjectApi _api = null!;

    private static ObjectKey Web { get; } = new(KubernetesResources.Deployments, Namespace, "web");

    private static ObjectKey Secret { get; } = new(KubernetesResources.Secrets, Namespace, "pull");

    public async ValueTask InitializeAsync()
    {
        _subject = await EmptyCluster.CreateAsync(fixture.Services, _cluster);
        _api = new SubjectApi(_subject.Client);
        await _api.TryCreateAsync(new ObjectKey(KubernetesResources.Namespaces, null, Namespace), Parse(
            """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"shop"}}"""), CancellationToken.None);
        await _api.TryCreateAsync(Web, Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web","namespace":"shop","labels":{"app":"web"}},
             "spec":{"replicas":1,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
             "spec":{"containers":[{"name":"web","image":"nginx","resources":{"limits":{"cpu":"1"}}}]}}}}
            """), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Undo_AfterACrashAtAnyRequest_LeavesWhatWasThereBefore(bool arrives)
    {
        var before = await CaptureAsync();

        for (var requests = 0; ; requests++)
        {
            var finished = await TryChangeAsync(Connect(new BreakingHandler(requests, arrives)));
            await UndoAsync(_api);

            Assert.Empty(BaselineComparison.Compare(before, await CaptureAsync()));
            if (finished)
            {
                Assert.InRange(requests, 10, 60);
                return;
            }
        }
    }

    [Fact]
    public async Task Undo_InterruptedAtAnyRequest_IsFinishedByTheNext()
    {
        var before = await CaptureAsync();

        for (var requests = 0; ; requests++)
        {
            Assert.True(await TryChangeAsync(_api));
            var first = await UndoAsync(Connect(new BreakingHandler(requests, arrives: true)));
            await UndoAsync(_api);

            Assert.Empty(BaselineComparison.Compare(before, await CaptureAsync()));
            if (first.Leftovers.Count == 0)
            {
                return;
            }
        }
    }

    [Fact]
    public async Task Changes_InterruptedAndRepeated_AreMadeOnce()
    {
        await TryChangeAsync(_api);
        var once = await CaptureAsync();
        await UndoAsync(_api);

        await TryChangeAsync(Connect(new BreakingHandler(7, arrives: true)));
        await TryChangeAsync(_api);
        await TryChangeAsync(_api);

        Assert.Empty(BaselineComparison.Compare(once, await CaptureAsync()));
    }

    [Fact]
    public async Task Undo_ObjectsThatSomebodyDeletedOrReplaced_AreAsBefore()
    {
        var before = await CaptureAsync();
        await TryChangeAsync(_api);
        await _api.DeleteAsync(Web, CancellationToken.None);
        await _api.TryCreateAsync(Secret, Parse(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"pull","namespace":"shop"},"type":"Opaque","data":{"x":"eA=="}}"""),
            CancellationToken.None);

        var result = await UndoAsync(_api);

        Assert.Empty(result.Leftovers);
        Assert.Empty(BaselineComparison.Compare(before, await CaptureAsync()));
    }

    [Fact]
    public async Task Undo_PodsThatReachIntoNodes_HaveEndedBeforeAnythingElseIsPutBack()
    {
        await PrepareAsync(_api);
        var changes = new ChangeRecorder(_api, Ledger(), ChangePhase.Fault);
        await changes.PutAsync(Parse("""
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"policy","namespace":"shop"},
             "spec":{"selector":{"matchLabels":{"app":"policy"}},"template":{"metadata":{"labels":{"app":"policy"}},
             "spec":{"containers":[{"name":"policy","image":"nginx"}]}}}}
            """), CancellationToken.None);
        await new WorkloadWait(_api, Namespace, TimeProvider.System).ForAsync(
            snapshot => snapshot.Pods.Keys.Any(IsOfPolicy) ? null : "no pod", TimeSpan.FromSeconds(30), _ => Task.CompletedTask, CancellationToken.None);
        await InjectAsync(_api);
        var left = new List<string>();
        var watcher = new RequestHandler(HttpMethod.Post, "/secrets", async () =>
            left.AddRange((await _api.FindAllAsync(KubernetesResources.Pods, Namespace, CancellationToken.None))!.Items.Select(pod => pod.Name())));

        await UndoAsync(Connect(watcher), RecoveryScope.Fault);

        Assert.NotEmpty(left);
        Assert.DoesNotContain(left, IsOfPolicy);

        static bool IsOfPolicy(string pod) => pod.StartsWith("policy-", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_FaultOnly_RestoresWhatPreparationMade()
    {
        await PrepareAsync(_api);
        var prepared = await CaptureAsync();
        await InjectAsync(_api);
        var live = (await _api.FindAsync(Web, CancellationToken.None))!;
        live["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "nginx:other";
        await _api.TryReplaceAsync(Web, live, CancellationToken.None);

        await UndoAsync(_api, RecoveryScope.Fault);

        Assert.Empty(BaselineComparison.Compare(prepared, await CaptureAsync()));
    }

    [Fact]
    public async Task Undo_NothingRecorded_TouchesNothing()
    {
        var result = await UndoAsync(Connect(new BreakingHandler(0, arrives: false)));

        Assert.Equal(0, result.Changes);
        Assert.Empty(result.Leftovers);
    }

    private async Task<bool> TryChangeAsync(SubjectApi api)
    {
        try
        {
            await PrepareAsync(api);
            await InjectAsync(api);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task PrepareAsync(SubjectApi api)
    {
        var changes = new ChangeRecorder(api, Ledger(), ChangePhase.Preparation);
        await changes.PutAsync(Parse(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"pull","namespace":"shop"},"type":"kubernetes.io/dockerconfigjson","data":{".dockerconfigjson":"e30="}}"""),
            CancellationToken.None);
        await changes.EditAsync(
            Web,
            deployment => deployment["spec"]!["template"]!["spec"]!["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = "pull" }),
            CancellationToken.None);
        await changes.PutAsync(
            Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"notes","namespace":"shop"},"data":{"a":"b"}}"""), CancellationToken.None);
    }

    private async Task InjectAsync(SubjectApi api)
    {
        var changes = new ChangeRecorder(api, Ledger(), ChangePhase.Fault);
        await changes.DeleteAsync(Secret, CancellationToken.None);
        await changes.RestartAsync(Web, CancellationToken.None);
    }

    private Task<RecoveryResult> UndoAsync(SubjectApi api, RecoveryScope scope = RecoveryScope.Preparation) =>
        new ChangeUndoer(api, Ledger(), new StepRunner(_ => Task.CompletedTask), TimeProvider.System).UndoAsync(scope, CancellationToken.None);

    private IChangeLedger Ledger() =>
        new LedgerStore(_folder.FullName, TimeProvider.System).Open("one");

    private Task<Baseline> CaptureAsync() => BaselineCrawler.CaptureAsync(_api, CancellationToken.None);

    private SubjectApi Connect(DelegatingHandler handler) => new(new Kubernetes(SubjectClient.Configure(_subject.Subject), handler));

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
