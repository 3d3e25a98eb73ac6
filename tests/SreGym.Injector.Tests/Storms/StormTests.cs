using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s;
using Microsoft.Extensions.Time.Testing;
using SreGym.Contracts.Common.V1;
using SreGym.IncidentHost;
using SreGym.IncidentHost.Storms;
using SreGym.Problems.Baselines;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Injector.Tests.Storms;

/// <summary>Changes and their recovery against a real API server behind one that is in trouble, on a clock that the test moves.</summary>
public sealed partial class StormTests(IncidentServicesFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan s_served = TimeSpan.FromMilliseconds(20);

    // Enough for requests that are refused without being looked at.
    private static readonly TimeSpan s_answeredAtOnce = TimeSpan.FromMilliseconds(150);

    private static int s_clusters;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("storm-");
    private readonly string _cluster = $"storm-{Interlocked.Increment(ref s_clusters)}";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly List<string> _waits = [];
    private TimeSpan _step = s_served;
    private EmptyCluster _subject = null!;

    private static ObjectKey Notes { get; } = new(KubernetesResources.ConfigMaps, "default", "notes");

    private static ObjectKey Plan { get; } = new(KubernetesResources.ConfigMaps, "default", "plan");

    private static ObjectKey Key { get; } = new(KubernetesResources.Secrets, "default", "key");

    public async ValueTask InitializeAsync()
    {
        _subject = await EmptyCluster.CreateAsync(fixture.Services, _cluster);
        var api = new SubjectApi(_subject.Client);
        await api.TryCreateAsync(Notes, Parse(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"notes","namespace":"default"},"data":{"a":"b"}}"""), CancellationToken.None);
        await api.TryCreateAsync(Key, Parse(
            """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"key","namespace":"default"},"type":"Opaque","data":{"x":"eA=="}}"""),
            CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task InjectAndRecover_InAStorm_LeavesWhatWasThereBefore(int seed)
    {
        var before = await CaptureAsync();
#pragma warning disable CA5394 // Chance through the seed.
        var random = new Random(seed);
        await using var server = await StormyServer.StartAsync(_subject.Client, () => (Weather)Math.Max(0, random.Next(-4, 6)));
#pragma warning restore CA5394
        using var client = Connect(server);
        var api = new SubjectApi(client);

        await PassTimeAsync(ChangeAsync(api));
        Assert.NotEmpty(BaselineComparison.Compare(before, await CaptureAsync()));
        var result = await PassTimeAsync(UndoAsync(api));

        Assert.Empty(result.Leftovers);
        Assert.Empty(BaselineComparison.Compare(before, await CaptureAsync()));
        Assert.NotEmpty(_waits);
    }

    [Fact]
    public async Task Recover_ServerAwayForAMinute_WaitsSaysForWhatAndSucceeds()
    {
        var before = await CaptureAsync();
        await using var server = await StormyServer.StartAsync(_subject.Client, () => Weather.Fair);
        using var client = Connect(server);
        var api = new SubjectApi(client);
        await ChangeAsync(api);
        await server.GoAwayAsync();
        _step = s_answeredAtOnce;
        var back = _time.GetUtcNow() + TimeSpan.FromMinutes(1);

        var recovery = UndoAsync(api);
        while (_time.GetUtcNow() < back)
        {
            await StepAsync();
        }

        await server.ComeBackAsync();
        _step = s_served;
        var result = await PassTimeAsync(recovery);

        Assert.Empty(result.Leftovers);
        Assert.Empty(BaselineComparison.Compare(before, await CaptureAsync()));
        Assert.Contains(_waits, wait => wait.Contains("of 90 s", StringComparison.Ordinal) && wait.Contains("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Recover_ServerAwayForLongerThanTheLimit_NamesEverythingThatIsLeft()
    {
        await using var server = await StormyServer.StartAsync(_subject.Client, () => Weather.Fair);
        using var client = Connect(server);
        var api = new SubjectApi(client);
        await ChangeAsync(api);
        await server.GoAwayAsync();
        _step = s_answeredAtOnce;
        var start = _time.GetUtcNow();

        var result = await PassTimeAsync(UndoAsync(api));

        ObjectKey[] left = [Notes, Plan, Key];
        Assert.All(left, key => Assert.Contains(
            result.Leftovers, leftover => leftover.StartsWith($"{key}:", StringComparison.Ordinal)
                && leftover.Contains("recover again", StringComparison.Ordinal)));
        // One patience for all of them, not one for each.
        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(120));

        await server.ComeBackAsync();
        _step = s_served;
        Assert.Empty((await PassTimeAsync(UndoAsync(api))).Leftovers);
    }

    [Fact]
    public async Task Request_OneThatAlwaysFailsBesideOthersThatSucceed_IsGivenUp()
    {
        await using var server = await StormyServer.StartAsync(_subject.Client, () => Weather.Error);
        _step = s_answeredAtOnce;
        using var client = Connect(server);

        var refused = await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(
            () => PassTimeAsync(new SubjectApi(client).DeleteAsync(Key, CancellationToken.None)));

        Assert.Contains("500", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ToldToComeAgainInThePast_WaitsNoLongerThanTheLimit()
    {
        await using var server = await StormyServer.StartAsync(_subject.Client, () => Weather.Outdated);
        _step = s_answeredAtOnce;
        using var client = Connect(server);
        var start = _time.GetUtcNow();

        await Assert.ThrowsAsync<k8s.Autorest.HttpOperationException>(
            () => PassTimeAsync(new SubjectApi(client).DeleteAsync(Key, CancellationToken.None)));

        Assert.InRange(_time.GetUtcNow() - start, TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(120));
    }

    [Fact]
    public async Task Request_AnotherServerIsAtTheAddress_IsGivenUpAtOnce()
    {
        var known = _subject.Subject.Clone();
        known.Kubeconfig = CertificateAuthority().Replace(known.Kubeconfig, $"certificate-authority-data: {CreateAuthority()}");
        using var client = Connect(known);

        await Assert.ThrowsAsync<HttpRequestException>(() => PassTimeAsync(new SubjectApi(client).DeleteAsync(Key, CancellationToken.None)));

        Assert.Empty(_waits);
    }

    private async Task ChangeAsync(SubjectApi api)
    {
        var changes = new ChangeRecorder(api, Ledger(), ChangePhase.Fault);
        await changes.PutAsync(
            Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"plan","namespace":"default"},"data":{"c":"d"}}"""), CancellationToken.None);
        await changes.EditAsync(Notes, notes => notes["data"] = new JsonObject { ["a"] = "changed" }, CancellationToken.None);
        await changes.DeleteAsync(Key, CancellationToken.None);
    }

    private Task<RecoveryResult> UndoAsync(SubjectApi api) =>
        new ChangeUndoer(api, Ledger(), new StepRunner(_ => Task.CompletedTask), _time).UndoAsync(RecoveryScope.Preparation, CancellationToken.None);

    private IChangeLedger Ledger() =>
        new LedgerStore(_folder.FullName, TimeProvider.System).Open("one");

    private Task<Baseline> CaptureAsync() => BaselineCrawler.CaptureAsync(new SubjectApi(_subject.Client), CancellationToken.None);

    private Kubernetes Connect(StormyServer server)
    {
        var through = _subject.Subject.Clone();
        through.Kubeconfig = server.Redirect(through.Kubeconfig);
        return Connect(through);
    }

    private Kubernetes Connect(Subject subject) => SubjectClient.Connect(subject, new SubjectPatience(_time)
    {
        Waiting = reason =>
        {
            _waits.Add(reason);
            return Task.CompletedTask;
        },
    });

    private static string CreateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=another", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var authority = request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1));
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(authority.ExportCertificatePem()));
    }

    [GeneratedRegex("certificate-authority-data: .*")]
    private static partial Regex CertificateAuthority();

    private async Task PassTimeAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            await StepAsync();
        }

        await work;
    }

    private async Task<T> PassTimeAsync<T>(Task<T> work)
    {
        await PassTimeAsync((Task)work);
        return await work;
    }

    // Virtual time passes far more slowly than requests do.
    private async Task StepAsync()
    {
        await Task.Delay(1);
        _time.Advance(_step);
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
