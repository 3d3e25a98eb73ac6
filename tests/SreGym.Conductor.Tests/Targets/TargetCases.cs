using System.Text;
using k8s;
using k8s.Models;
using SreGym.Conductor.Storage;
using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Kind;
using SreGym.Contracts.Cluster.V1;
using SreGym.IncidentHost;
using SreGym.IncidentHost.Storms;
using SreGym.Recovery.Episodes;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Conductor.Tests.Targets;

/// <summary>Every implementation of a target, with options that fit this machine.</summary>
public sealed class TargetCases : IAsyncLifetime
{
    /// <summary>The case that uses the machine's own real cluster.</summary>
    internal const string RealCluster = "kubeconfig of a real cluster";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("targets-");
    private IncidentServices _services = null!;
    private Kubernetes _direct = null!;
    private string _kubeconfig = "";
    private string? _parameter;

    public async ValueTask InitializeAsync()
    {
        _services = await IncidentServices.StartAsync();
        var cluster = await _services.Clusters.CreateClusterAsync(new CreateClusterRequest { ClusterId = "borrowed", Seed = 5 });
        _kubeconfig = Path.Combine(_folder.FullName, "kubeconfig");
        await File.WriteAllTextAsync(_kubeconfig, cluster.Cluster.Kubeconfig);
        _direct = Connect();
        if (AwsEmulator.IsThere)
        {
            // As a server's user data does.
            _parameter = $"/conformance/{Guid.NewGuid():N}/kubeconfig";
            await AwsEmulator.PutSecretAsync(_parameter, cluster.Cluster.Kubeconfig);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _direct.Dispose();
        await _services.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    /// <summary>The borrowed cluster behind a server in trouble, and where its kubeconfig is.</summary>
    internal async Task<(StormyServer Server, string Path)> StartStormAsync(Func<Weather> forecast)
    {
        var server = await StormyServer.StartAsync(_direct, forecast);
        var path = Path.Combine(_folder.FullName, "storm");
        await File.WriteAllTextAsync(path, server.Redirect(await File.ReadAllTextAsync(_kubeconfig)));
        return (server, path);
    }

    internal (ITarget Target, IReadOnlyDictionary<string, string> Options) Create(string name) => name switch
    {
        "embedded" => ((ITarget)new EmbeddedTarget(_services.Clusters), Options([])),
        "kubeconfig of an embedded cluster" => (new KubeconfigTarget(TimeProvider.System), Options([("kubeconfig", _kubeconfig)])),
        RealCluster => (new KubeconfigTarget(TimeProvider.System), Options([("kubeconfig", Require(RealClusterTurn.KubeconfigVariable))])),
        "aws" => (CreateAws(), Options([("kubeconfig-parameter", _parameter!)])),
        _ => (CreateKind(), Options([])),
    };

    /// <summary>The target on a kind that makes nothing and hands out a kubeconfig.</summary>
    internal KindTarget CreateKindOf(string kubeconfig)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in of kind is a shell script.");
        var command = Path.Combine(_folder.FullName, "kind");
        File.WriteAllText(command, $"#!/bin/sh\n[ \"$1 $2\" = 'get kubeconfig' ] && cat '{kubeconfig}'\nexit 0\n");
        File.SetUnixFileMode(command, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return CreateKind(new KindOptions { Command = command });
    }

    internal static EpisodeSpec Spec(ITarget target, IReadOnlyDictionary<string, string> options) => new()
    {
        EpisodeId = $"conformance-{Guid.NewGuid():N}"[..24],
        ProblemId = "missing_image_pull_secret",
        ProblemOptions = new Dictionary<string, string>(),
        Target = target.Name,
        TargetOptions = options,
        Agent = "none",
        Seed = 5,
        Rights = "default",
    };

    internal async Task CreateNamespaceAsync(string name)
    {
        using var client = Connect();
        await client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name } });
    }

    internal async Task DeleteNamespaceAsync(string name)
    {
        using var client = Connect();
        await client.CoreV1.DeleteNamespaceAsync(name);
    }

    private static AwsTarget CreateAws()
    {
        AwsEmulator.Require();
        return AwsTargets.Create();
    }

    private static KindTarget CreateKind()
    {
        _ = Require("SREGYM_TEST_KIND_ARGUMENTS");
        return CreateKind(new KindOptions());
    }

    private static KindTarget CreateKind(KindOptions options) => new(
        new KindCommand(Microsoft.Extensions.Options.Options.Create(options), new Folders(new FolderMonitor())), TimeProvider.System);

    private static string Require(string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(value is null, $"{variable} is not set (docs/targets.md).");
        return value!;
    }

    private static Dictionary<string, string> Options((string Name, string Value)[] options) =>
        options.ToDictionary(option => option.Name, option => option.Value);

    private Kubernetes Connect() => new(KubernetesClientConfiguration.BuildConfigFromConfigFile(
        new MemoryStream(Encoding.UTF8.GetBytes(File.ReadAllText(_kubeconfig)))));
}
