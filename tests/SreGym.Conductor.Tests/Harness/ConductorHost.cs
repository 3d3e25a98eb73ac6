using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Gateway;
using SreGym.ServiceDefaults;
using SreGym.TestingHost;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>The real Conductor and the real Gateway over real gRPC; the services behind them follow a script.</summary>
internal sealed class ConductorHost : IAsyncDisposable
{
    public const string HarnessToken = "harness-token-0123456789";
    public const string UpstreamToken = "upstream-token-0123456789";
    public const string RegistryPassword = "registry-password-0123456789";

    private readonly List<WebApplication> _apps = [];
    private readonly bool _ownsFolder;
    private GrpcChannel? _channel;

    private ConductorHost(string folder, bool ownsFolder) => (Folder, _ownsFolder) = (folder, ownsFolder);

    public string Folder { get; }

    public RpcScript Script { get; private set; } = new();

    public ConductorService.ConductorServiceClient Client { get; private set; } = null!;

    /// <summary>The participant's listener.</summary>
    public HttpClient Participant { get; private set; } = null!;

    /// <summary>The operator's listener, without a token.</summary>
    public HttpClient Operator { get; private set; } = null!;

    public static async Task<ConductorHost> StartAsync(RpcScript? script = null, TimeProvider? time = null, string? folder = null)
    {
        var host = new ConductorHost(folder ?? Directory.CreateTempSubdirectory("conductor-").FullName, folder is null);
        host.Script = script ?? host.Script;
        var (services, gateway, door) = (LoopbackPort.FindFree(), LoopbackPort.FindFree(), LoopbackPort.FindFree());
        await host.RunAsync(services, [], [], builder => AddFakes(builder, host.Script), MapFakes);
        await host.RunAsync(gateway, [$"https://127.0.0.1:{door}"], [], builder => builder.AddGateway(), app => app.MapGateway());
        await host.StartConductorAsync(services, gateway, time);
        return host;
    }

    public Task<StartEpisodeResponse> StartEpisodeAsync(string agent = "none") => Client.StartEpisodeAsync(new StartEpisodeRequest
    {
        Problem = new ProblemSpec { ProblemId = "missing_image_pull_secret" },
        Agent = agent,
        Seed = 7,
    }).ResponseAsync;

    /// <summary>Follows an episode; ends when it does, or at the first update that <paramref name="until"/> accepts.</summary>
    public async Task<List<WatchEpisodeUpdate>> WatchAsync(string id, Func<WatchEpisodeUpdate, bool>? until = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var call = Client.WatchEpisode(new WatchEpisodeRequest { EpisodeId = id }, cancellationToken: patience.Token);
        var updates = new List<WatchEpisodeUpdate>();
        while (await call.ResponseStream.MoveNext(patience.Token))
        {
            updates.Add(call.ResponseStream.Current);
            if (until?.Invoke(updates[^1]) == true)
            {
                break;
            }
        }

        return updates;
    }

    public async Task<Episode> AwaitEndAsync(string id) => (await WatchAsync(id)).Last(update => update.Episode is not null).Episode;

    public string Artifact(string id, string file) => Path.Combine(Folder, "artifacts", "episodes", id, file);

    public async ValueTask DisposeAsync()
    {
        _channel?.Dispose();
        Participant?.Dispose();
        Operator?.Dispose();
        foreach (var app in Enumerable.Reverse(_apps))
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }

        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private async Task StartConductorAsync(int services, int gateway, TimeProvider? time)
    {
        var (grpc, http, participant) = (LoopbackPort.FindFree(), LoopbackPort.FindFree(), LoopbackPort.FindFree());
        var settings = new Dictionary<string, string?>
        {
            ["PARTICIPANT_PORT"] = $"{participant}",
            ["Conductor:ParticipantAddress"] = $"http://127.0.0.1:{participant}",
            ["Data:Directory"] = Path.Combine(Folder, "data"),
            ["Artifacts:Directory"] = Path.Combine(Folder, "artifacts"),
            ["services:gateway:grpc:0"] = $"http://127.0.0.1:{gateway}",
        };
        foreach (var name in (string[])["cluster", "registry-mirror", "injector", "oracle"])
        {
            settings[$"services:{name}:grpc:0"] = $"http://127.0.0.1:{services}";
        }

        await RunAsync(grpc, [$"http://127.0.0.1:{http}", $"http://127.0.0.1:{participant}"], settings, builder =>
        {
            if (time is not null)
            {
                builder.Services.AddSingleton(time);
            }

            builder.AddConductor();
        }, app => app.MapConductor());
        _channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpc}");
        Client = new ConductorService.ConductorServiceClient(_channel.Intercept(metadata =>
        {
            metadata.Add("authorization", $"Bearer {HarnessToken}");
            return metadata;
        }));
        Participant = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{participant}") };
        Operator = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{http}") };
    }

    private async Task RunAsync(
        int grpcPort,
        string[] otherUrls,
        Dictionary<string, string?> settings,
        Action<WebApplicationBuilder> add,
        Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(settings)
        {
            ["Harness:Token"] = HarnessToken,
            ["GRPC_PORT"] = $"{grpcPort}",
        });
        builder.WebHost.UseUrls([$"http://127.0.0.1:{grpcPort}", .. otherUrls]);
        builder.AddServiceDefaults();
        add(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync();
        _apps.Add(app);
    }

    private static void AddFakes(WebApplicationBuilder builder, RpcScript script)
    {
        builder.Services.AddSingleton(script);
        builder.Services.AddGrpc(grpc => grpc.Interceptors.Add<RpcScript>());
    }

    private static void MapFakes(WebApplication app)
    {
        app.MapGrpcService<FakeCluster>();
        app.MapGrpcService<FakeMirror>();
        app.MapGrpcService<FakeInjector>();
        app.MapGrpcService<FakeOracle>();
    }
}
