using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.TestingHost;

namespace SreGym.CrashSafety.Tests.Harness;

/// <summary>Every service as a process of its own, on fixed ports and over one data folder, as the application host starts them.</summary>
internal sealed class Services : IAsyncDisposable
{
    private const string HarnessToken = "harness-token-0123456789";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crash-");
    private readonly Dictionary<ServiceName, int> _ports = Enum.GetValues<ServiceName>().ToDictionary(name => name, _ => LoopbackPort.FindFree());
    private readonly Dictionary<ServiceName, ServiceProcess> _processes;
    private readonly List<GrpcChannel> _channels = [];
    private readonly int _relayPort = LoopbackPort.FindFree();
    private readonly int _registryPort = LoopbackPort.FindFree();
    private readonly int _participantPort = LoopbackPort.FindFree();
    private WebApplication? _relayApp;

    private Services()
    {
        _processes = Enum.GetValues<ServiceName>().ToDictionary(
            name => name, name => new ServiceProcess($"SreGym.{name}", CreateEnvironment(name)));
        Conductor = new ConductorService.ConductorServiceClient(Connect(ServiceName.Conductor));
        Clusters = new ClusterService.ClusterServiceClient(Connect(ServiceName.Cluster));
        Relay = new ClusterRelay(Clusters);
        Participant = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_participantPort}"), Timeout = TimeSpan.FromMinutes(3) };
    }

    public ConductorService.ConductorServiceClient Conductor { get; }

    public ClusterService.ClusterServiceClient Clusters { get; }

    public ClusterRelay Relay { get; }

    public HttpClient Participant { get; }

    public static async Task<Services> StartAsync()
    {
        var services = new Services();
        try
        {
            await services.StartRelayAsync();
            await Task.WhenAll(services._processes.Values.Select(process => process.StartAsync()));
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public Task KillAsync(ServiceName name) => _processes[name].KillAsync();

    public Task RestartAsync(ServiceName name) => _processes[name].StartAsync();

    public string DescribeOutput(ServiceName name) => _processes[name].Output;

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        foreach (var channel in _channels)
        {
            channel.Dispose();
        }

        Participant.Dispose();
        if (_relayApp is not null)
        {
            await _relayApp.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartRelayAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(Relay);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(_relayPort, listener => listener.Protocols = HttpProtocols.Http2));
        _relayApp = builder.Build();
        _relayApp.MapGrpcService<ClusterRelay>();
        await _relayApp.StartAsync();
    }

    private Dictionary<string, string> CreateEnvironment(ServiceName name)
    {
        var environment = new Dictionary<string, string>
        {
            ["Harness__Token"] = HarnessToken,
            ["GRPC_PORT"] = $"{_ports[name]}",
            ["Data__Directory"] = Path.Combine(_folder.FullName, "data"),
            ["Artifacts__Directory"] = Path.Combine(_folder.FullName, "artifacts"),
        };
        var listeners = new List<string> { $"http://127.0.0.1:{_ports[name]}" };
        switch (name)
        {
            case ServiceName.RegistryMirror:
                listeners.Add($"http://127.0.0.1:{_registryPort}");
                environment["REGISTRY_PORT"] = $"{_registryPort}";
                break;
            case ServiceName.Cluster:
                AddDoor(environment, listeners, "Cluster");
                environment["Cluster__RegistryAddress"] = $"http://127.0.0.1:{_registryPort}";
                environment["services__registry-mirror__grpc__0"] = $"http://127.0.0.1:{_ports[ServiceName.RegistryMirror]}";
                break;
            case ServiceName.Gateway:
                AddDoor(environment, listeners, "Gateway");
                break;
            case ServiceName.Conductor:
                listeners.Add($"http://127.0.0.1:{_participantPort}");
                environment["PARTICIPANT_PORT"] = $"{_participantPort}";
                environment["Conductor__ParticipantAddress"] = $"http://127.0.0.1:{_participantPort}";
                environment["services__cluster__grpc__0"] = $"http://127.0.0.1:{_relayPort}";
                environment["services__registry-mirror__grpc__0"] = $"http://127.0.0.1:{_ports[ServiceName.RegistryMirror]}";
                environment["services__injector__grpc__0"] = $"http://127.0.0.1:{_ports[ServiceName.Injector]}";
                environment["services__oracle__grpc__0"] = $"http://127.0.0.1:{_ports[ServiceName.Oracle]}";
                environment["services__gateway__grpc__0"] = $"http://127.0.0.1:{_ports[ServiceName.Gateway]}";
                break;
        }

        environment["ASPNETCORE_URLS"] = string.Join(';', listeners);
        return environment;
    }

    private static void AddDoor(Dictionary<string, string> environment, List<string> listeners, string section)
    {
        var address = $"https://127.0.0.1:{LoopbackPort.FindFree()}";
        listeners.Add(address);
        environment[$"{section}__PublicAddress"] = address;
    }

    private CallInvoker Connect(ServiceName name)
    {
        var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{_ports[name]}");
        _channels.Add(channel);
        return channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {HarnessToken}");
            return metadata;
        });
    }
}
