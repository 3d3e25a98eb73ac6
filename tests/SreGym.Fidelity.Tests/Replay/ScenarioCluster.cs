using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using SreGym.Fidelity.Tests.Recordings;
using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;
using SreGym.TestingHost.Clusters;
using SreGym.TestingHost.Registries;

namespace SreGym.Fidelity.Tests.Replay;

/// <summary>A simulated cluster on virtual time with the recordings' private registry, to which the recorded commands are given.</summary>
public sealed class ScenarioCluster : IAsyncDisposable
{
    private const string RegistryNamespace = "registry";
    private static readonly RegistryCredentials s_pusher = new("tester", "s3cret");

    private readonly RegistryServer _server;
    private readonly SimulatedCluster _cluster;
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private ScenarioCluster(RegistryServer server, long seed)
    {
        _server = server;
        _cluster = new SimulatedCluster(new ClusterOptions
        {
            Id = "fidelity",
            Seed = seed,
            TimeProvider = _time,
            RegistryAddress = server.Address,
            Registries = new ServedRegistries(server.Hosts),
            PullPatience = TimeSpan.FromMinutes(1),
        });
    }

    public static async Task<ScenarioCluster> StartAsync(long seed)
    {
        var made = new ScenarioCluster(await RegistryServer.StartAsync(), seed);
        made._cluster.Start();
        made.CreateRegistry();
        await made._cluster.AdvanceAsync(made._time, TimeSpan.FromSeconds(20));
        return made;
    }

    /// <summary>Gives the recording's commands at the recording's times and returns what the same watch client sees.</summary>
    public async Task<Recording> ReplayAsync(Scenario scenario, Recording recorded)
    {
        if (scenario.IsPushed)
        {
            await PushAsync(scenario.Image);
        }

        _cluster.Api.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = scenario.Name } });
        await _cluster.Loop.IdleAsync();
        using var recorder = new ClusterRecorder(_cluster, scenario.Name);
        var now = 0.0;
        foreach (var (time, command) in recorded.Steps)
        {
            await _cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(time - now));
            now = time;
            Carry(scenario, command);
        }

        await _cluster.AdvanceAsync(_time, TimeSpan.FromSeconds(recorded.Duration + 1 - now));
        return SequenceFile.Parse(recorder.Lines, scenario.Name);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _server.DisposeAsync();
    }

    private void Carry(Scenario scenario, string command)
    {
        var hasSecret = _cluster.Api.Find(ResourceTypes.Secrets, scenario.Name, "regcred") is not null;
        if (command.Contains(" apply ", StringComparison.Ordinal) && scenario.AppliedSecret is { } applied && !hasSecret)
        {
            _cluster.Api.Create(ResourceTypes.Secrets, scenario.Name, ScenarioObjects.Secret(applied.Type, applied.Config));
        }
        else if (command.Contains(" apply ", StringComparison.Ordinal))
        {
            _cluster.Api.Create(ResourceTypes.Deployments, scenario.Name, ScenarioObjects.Deployment(scenario));
        }
        else if (command.Contains("create secret", StringComparison.Ordinal))
        {
            _cluster.Api.Create(
                ResourceTypes.Secrets, scenario.Name, ScenarioObjects.PullSecret(Option(command, "server"), "tester", Option(command, "password")));
        }
        else if (command.Contains("delete secret", StringComparison.Ordinal))
        {
            _cluster.Api.Delete(ResourceTypes.Secrets, scenario.Name, "regcred");
        }
        else if (command.Contains("delete pod", StringComparison.Ordinal))
        {
            foreach (var pod in _cluster.Api.List(ResourceTypes.Pods, scenario.Name))
            {
                _cluster.Api.Delete(ResourceTypes.Pods, scenario.Name, pod.Name);
            }
        }
    }

    private static string Option(string command, string name) => command.Split($"--docker-{name}=")[1].Split(' ')[0];

    private void CreateRegistry()
    {
        var htpasswd = $"tester:{BCrypt.Net.BCrypt.HashPassword("s3cret", 4)}\n";
        _cluster.Api.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = RegistryNamespace } });
        _cluster.Api.Create(ResourceTypes.Secrets, RegistryNamespace, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "registry-htpasswd" },
            ["data"] = new JsonObject { ["htpasswd"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(htpasswd)) },
        });
        _cluster.Api.Create(ResourceTypes.Deployments, RegistryNamespace, ScenarioObjects.Registry());
        _cluster.Api.Create(ResourceTypes.Services, RegistryNamespace, ScenarioObjects.RegistryService());
    }

    private async Task PushAsync(string image)
    {
        var pod = _cluster.Api.List(ResourceTypes.Pods, RegistryNamespace).Single();
        Assert.Equal("Running", pod.Parse().FindText("status", "phase"));
        using var http = RegistryTransport.Create();
        using var mirror = new ImageMirror();
        await mirror.CopyAsync(
            new ImageCopy
            {
                Source = new RegistryImageSource(
                    new RegistryClient(http, new RegistryEndpoint(_server.Address, "ghcr.io")),
                    ImageReference.Parse("ghcr.io/sregym/hotel-reservation:latest")),
                Target = new RegistryClient(http, new RegistryEndpoint(_server.Address, $"{pod.Uid}.fidelity"), s_pusher),
                TargetImage = ImageReference.Parse(image),
            },
            null,
            TestContext.Current.CancellationToken);
    }
}
