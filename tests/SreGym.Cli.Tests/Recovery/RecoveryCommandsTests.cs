using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SreGym.Contracts.Conductor.V1;
using SreGym.Problems.Changes;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Episodes;
using SreGym.Recovery.Ledgers;

namespace SreGym.Cli.Tests.Recovery;

public sealed class RecoveryCommandsTests : IDisposable
{
    private const string Id = "20260612-094512-x7k2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("recovery-");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cleanup_FolderWithoutDatabase_EndsWith2AndMakesNothing()
    {
        var (exitCode, _, error) = await RunAsync("cleanup");

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("--data", error, StringComparison.Ordinal);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public async Task Cleanup_NothingUnfinished_EndsWith0AndSaysSo()
    {
        Store().Save(Record() with { State = EpisodeState.Completed });

        var (exitCode, _, error) = await RunAsync("cleanup");

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains("nothing to clean up", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_UnknownId_EndsWith2AndNamesThoseThatAreThere()
    {
        Store().Save(Record());

        var (exitCode, _, error) = await RunAsync("recover", "--episode", "nonesuch");

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("'nonesuch'", error, StringComparison.Ordinal);
        Assert.Contains(Id, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_ProcessIsAlive_EndsWith2AndSaysWhatToDo()
    {
        Store().Save(Record());
        using var held = Store().TryLock(Id);

        var (exitCode, _, error) = await RunAsync("recover", "--episode", Id);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("stop ./run", error, StringComparison.Ordinal);
        Assert.Equal(EpisodeState.Running, Store().Find(Id)!.State);
    }

    [Fact]
    public async Task Cleanup_DryRun_ListsAndChangesNothing()
    {
        Store().Save(Record() with { Holdings = [Holding.Cluster, Holding.Application] });

        var (exitCode, output, _) = await RunAsync("cleanup", "--dry-run");

        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Contains($"{Id}: target kubeconfig", output, StringComparison.Ordinal);
        Assert.Contains("holds cluster, application", output, StringComparison.Ordinal);
        Assert.Equal(EpisodeState.Running, Store().Find(Id)!.State);
    }

    [Fact]
    public async Task Recover_NothingWasMade_IsDoneAndASecondTimeToo()
    {
        Store().Save(Record() with { Holdings = [Holding.Cluster] });

        var first = await RunAsync("recover", "--episode", Id);
        var second = await RunAsync("recover", "--episode", Id);

        Assert.Equal((ExitCodes.Success, ExitCodes.Success), (first.ExitCode, second.ExitCode));
        var record = Store().Find(Id)!;
        Assert.Equal(EpisodeState.Error, record.State);
        Assert.Empty(record.Holdings);
    }

    [Fact]
    public async Task Recover_ContextMeansAnotherCluster_EndsWith2AndSendsNothingButTheQuestion()
    {
        var asked = new List<string>();
        await using var server = await ServeAsync(asked, uid: "another");
        Save(AddressOf(server), uid: "ours");

        var (exitCode, _, error) = await RunAsync("recover", "--episode", Id);

        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Contains("now means another cluster", error, StringComparison.Ordinal);
        Assert.Contains("--kubeconfig", error, StringComparison.Ordinal);
        Assert.Equal(["GET /api/v1/namespaces/kube-system"], asked);
    }

    [Fact]
    public async Task Recover_ClusterIsAway_EndsWith1AndNamesEachObjectWithItsCommand()
    {
        // Nothing listens on the discard port.
        Save("http://127.0.0.1:9", uid: "ours");

        var (exitCode, output, _) = await RunAsync("recover", "--episode", Id, "--json");

        Assert.Equal(ExitCodes.Failure, exitCode);
        var left = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["event"] == "left").ToList();
        Assert.Equal(["Namespace shop", "Namespace platform-registry"], left.Select(line => (string?)line["object"]));
        Assert.EndsWith("--context one delete namespaces/shop", (string?)left[0]["command"], StringComparison.Ordinal);
        Assert.NotEmpty(Store().Find(Id)!.Leftovers);
    }

    [Fact]
    public async Task Recover_OnlyAnEarlierRecoveryKnowsWhatIsLeft_AsksTheClusterAndForgetsNothing()
    {
        const string volume = "PersistentVolume one is still there although its claim is gone.";
        Save("http://127.0.0.1:9", uid: "ours", makesAnything: false);
        Store().Save(Store().Find(Id)! with { State = EpisodeState.Completed, Leftovers = [volume] });

        var (exitCode, output, _) = await RunAsync("recover", "--episode", Id);

        Assert.Equal(ExitCodes.Failure, exitCode);
        Assert.Contains($"left: {volume}", output, StringComparison.Ordinal);
        Assert.Contains(volume, Assert.Single(Store().Find(Id)!.Leftovers), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static EpisodeRecord Record() => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        Stage = EpisodeStage.Agent,
        Spec = new EpisodeSpec
        {
            EpisodeId = Id,
            ProblemId = "missing_image_pull_secret",
            ProblemOptions = new Dictionary<string, string>(),
            Target = "kubeconfig",
            TargetOptions = new Dictionary<string, string>(),
            Agent = "none",
            Seed = 1,
            Rights = "default",
        },
    };

    private EpisodeStore Store() => new(_folder.FullName);

    /// <summary>An episode that has made a namespace, an object in it and the registry.</summary>
    private void Save(string server, string uid, bool makesAnything = true)
    {
        var kubeconfig = Path.Combine(_folder.FullName, "config");
        File.WriteAllText(kubeconfig, $$"""
            apiVersion: v1
            kind: Config
            current-context: one
            clusters: [{name: one, cluster: {server: "{{server}}"} }]
            users: [{name: one, user: {token: none} }]
            contexts: [{name: one, context: {cluster: one, user: one} }]
            """);
        Store().Save(Record() with
        {
            Holdings = makesAnything ? [Holding.Cluster, Holding.Application, Holding.Registry] : [Holding.Cluster],
            Cluster = new ClusterIdentity { Uid = uid, Server = server, KubeconfigPath = kubeconfig, Context = "one" },
        });
        if (!makesAnything)
        {
            return;
        }

        var ledger = new LedgerStore(_folder.FullName, TimeProvider.System).Open(Id);
        ledger.Intend(ChangePhase.Application, ChangeVerb.Create, new ObjectKey(KubernetesResources.Namespaces, null, "shop"), previous: null);
        ledger.Intend(ChangePhase.Fault, ChangeVerb.Create, new ObjectKey(KubernetesResources.Secrets, "shop", "pull"), previous: null);
    }

    private async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await SreGymCommand.Create().Parse([.. arguments, "--data", _folder.FullName]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, Cancelled);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>An API server that only knows who it is.</summary>
    private static async Task<WebApplication> ServeAsync(List<string> asked, string uid)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        server.Run(async context =>
        {
            asked.Add($"{context.Request.Method} {context.Request.Path}");
            await context.Response.WriteAsJsonAsync(
                new { apiVersion = "v1", kind = "Namespace", metadata = new { name = "kube-system", uid } }, JsonSerializerOptions.Web, Cancelled);
        });
        await server.StartAsync(Cancelled);
        return server;
    }

    private static string AddressOf(WebApplication server) =>
        server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
}
