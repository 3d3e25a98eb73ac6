using System.CommandLine;
using Microsoft.Data.Sqlite;
using SreGym.Contracts.Conductor.V1;
using SreGym.Problems.Changes;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Episodes;
using SreGym.Recovery.Ledgers;

namespace SreGym.Cli.Tests.Recovery;

/// <summary>The databases of a run that was killed in the middle of an episode, and the commands that read them.</summary>
internal sealed class AbandonedEpisode : IDisposable
{
    public const string Id = "20260612-094512-x7k2";

    /// <summary>Where the databases are.</summary>
    public DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("recovery-");

    /// <summary>The kubeconfig by which the episode came to its cluster.</summary>
    public string Kubeconfig => Path.Combine(Folder.FullName, "config");

    public static EpisodeRecord Record() => new()
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

    /// <summary>A kubeconfig of some contexts, the first of them the current one.</summary>
    public static string Describe(params (string Context, string Server)[] contexts) => $$"""
        apiVersion: v1
        kind: Config
        current-context: {{contexts[0].Context}}
        clusters: [{{Join(contexts, one => $$"""{name: {{one.Context}}, cluster: {server: "{{one.Server}}"} }""")}}]
        users: [{name: admin, user: {token: none} }]
        contexts: [{{Join(contexts, one => $$"""{name: {{one.Context}}, context: {cluster: {{one.Context}}, user: admin} }""")}}]
        """;

    public EpisodeStore Store() => new(Folder.FullName);

    /// <summary>An episode that has made a namespace, an object in it and the registry, in the only context of a kubeconfig.</summary>
    public void Save(string server, string uid, bool makesAnything = true)
    {
        File.WriteAllText(Kubeconfig, Describe(("one", server)));
        Store().Save(Record() with
        {
            Holdings = makesAnything ? [Holding.Cluster, Holding.Application, Holding.Registry] : [Holding.Cluster],
            Cluster = new ClusterIdentity { Uid = uid, Server = server, KubeconfigPath = Kubeconfig, Context = "one" },
        });
        if (!makesAnything)
        {
            return;
        }

        var ledger = new LedgerStore(Folder.FullName, TimeProvider.System).Open(Id);
        ledger.Intend(ChangePhase.Application, ChangeVerb.Create, new ObjectKey(KubernetesResources.Namespaces, null, "shop"), previous: null);
        ledger.Intend(ChangePhase.Fault, ChangeVerb.Create, new ObjectKey(KubernetesResources.Secrets, "shop", "pull"), previous: null);
    }

    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await SreGymCommand.Create().Parse([.. arguments, "--data", Folder.FullName]).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (exitCode, output.ToString(), error.ToString());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Folder.Delete(recursive: true);
    }

    private static string Join<T>(IEnumerable<T> items, Func<T, string> write) => string.Join(", ", items.Select(write));
}
