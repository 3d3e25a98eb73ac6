using Microsoft.Extensions.DependencyInjection;
using SreGym.Cluster;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Injector;
using SreGym.Oracle;
using SreGym.RegistryMirror;
using SreGym.TestingHost;

namespace SreGym.IncidentHost;

/// <summary>
/// Cluster, RegistryMirror, Injector and Oracle with everything real between them: gRPC, HTTPS to the API servers, HTTP to the
/// registries, SQLite. Any number of incidents run beside each other.
/// </summary>
public sealed class IncidentServices : IAsyncDisposable
{
    private readonly List<HostedService> _services = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("incident-");

    private readonly TimeProvider _time;

    private IncidentServices(TimeProvider time) => _time = time;

    /// <summary>Clusters.</summary>
    public ClusterService.ClusterServiceClient Clusters { get; private set; } = null!;

    /// <summary>The private registries.</summary>
    public RegistryMirrorService.RegistryMirrorServiceClient Mirror { get; private set; } = null!;

    /// <summary>Faults.</summary>
    public InjectorService.InjectorServiceClient Injector { get; private set; } = null!;

    /// <summary>Verdicts.</summary>
    public OracleService.OracleServiceClient Oracle { get; private set; } = null!;

    /// <summary>Folder of the services' databases.</summary>
    public string DataDirectory => _folder.FullName;

    /// <summary>Starts all of them; returns when they answer.</summary>
    /// <param name="time">Clock of all of them; the system's when null.</param>
    public static async Task<IncidentServices> StartAsync(TimeProvider? time = null)
    {
        var services = new IncidentServices(time ?? TimeProvider.System);
        try
        {
            await services.StartMirrorAndClusterAsync();
            var injector = await services.StartAsync(
                LoopbackPort.FindFree(), [], [], builder => builder.AddInjector(), app => app.MapInjector());
            services.Injector = new InjectorService.InjectorServiceClient(injector.Calls);
            var oracle = await services.StartAsync(
                LoopbackPort.FindFree(), [], [], builder => builder.AddOracle(), app => app.MapOracle());
            services.Oracle = new OracleService.OracleServiceClient(oracle.Calls);
            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    /// <summary>A second Injector over the same ledger, as after a restart.</summary>
    public async Task<InjectorService.InjectorServiceClient> StartAnotherInjectorAsync()
    {
        var injector = await StartAsync(LoopbackPort.FindFree(), [], [], builder => builder.AddInjector(), app => app.MapInjector());
        return new InjectorService.InjectorServiceClient(injector.Calls);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        for (var index = _services.Count - 1; index >= 0; index--)
        {
            await _services[index].DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private async Task StartMirrorAndClusterAsync()
    {
        var (mirrorPort, registryPort, kubernetesPort) = (LoopbackPort.FindFree(), LoopbackPort.FindFree(), LoopbackPort.FindFree());
        var registry = new Uri($"http://127.0.0.1:{registryPort}");
        var mirror = await StartAsync(
            mirrorPort,
            [registry],
            [KeyValuePair.Create("REGISTRY_PORT", (string?)$"{registryPort}")],
            builder => builder.AddRegistryMirror(),
            app => app.MapRegistryMirror());
        Mirror = new RegistryMirrorService.RegistryMirrorServiceClient(mirror.Calls);
        var cluster = await StartAsync(
            LoopbackPort.FindFree(),
            [new Uri($"https://127.0.0.1:{kubernetesPort}")],
            [
                KeyValuePair.Create("Cluster:RegistryAddress", (string?)registry.AbsoluteUri),
                KeyValuePair.Create("services:registry-mirror:grpc:0", (string?)$"http://127.0.0.1:{mirrorPort}"),
            ],
            builder => builder.AddCluster(),
            app => app.MapCluster());
        Clusters = new ClusterService.ClusterServiceClient(cluster.Calls);
    }

    private async Task<HostedService> StartAsync(
        int grpcPort,
        IEnumerable<Uri> listeners,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder> add,
        Action<Microsoft.AspNetCore.Builder.WebApplication> map)
    {
        var data = KeyValuePair.Create("Data:Directory", (string?)DataDirectory);
        var service = await HostedService.StartAsync(grpcPort, listeners, [data, .. settings], AddTimed, map);
        _services.Add(service);
        return service;

        void AddTimed(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
        {
            builder.Services.AddSingleton(_time);
            add(builder);
        }
    }
}
