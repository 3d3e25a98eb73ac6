using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using SreGym.ServiceDefaults;
using SreGym.TestingHost;

namespace SreGym.Standalone.Tests;

/// <summary>All services in the test's process, composed as <c>Program.cs</c> does it, on ports of their own.</summary>
public sealed class StandaloneProcess : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("standalone-");
    private WebApplication? _app;

    public int HarnessPort { get; } = LoopbackPort.FindFree();

    public int ParticipantPort { get; } = LoopbackPort.FindFree();

    public int KubernetesPort { get; } = LoopbackPort.FindFree();

    public int GrpcPort => int.Parse(_app!.Configuration["GRPC_PORT"]!, CultureInfo.InvariantCulture);

    public int RegistryPort => int.Parse(_app!.Configuration["REGISTRY_PORT"]!, CultureInfo.InvariantCulture);

    /// <summary>Every address this process listens on.</summary>
    public IEnumerable<Uri> Addresses => _app!.Urls.Select(url => new Uri(url));

    /// <summary>Every endpoint of every service.</summary>
    public IEnumerable<RouteEndpoint> Endpoints =>
        ((IEndpointRouteBuilder)_app!).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();

    public string TokenPath => Path.Combine(_folder.FullName, "data", "harness-token");

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Standalone:HarnessPort"] = $"{HarnessPort}",
            ["Standalone:ParticipantPort"] = $"{ParticipantPort}",
            ["Standalone:KubernetesPort"] = $"{KubernetesPort}",
            ["Gateway:Burst"] = "5000",
            ["Data:Directory"] = Path.Combine(_folder.FullName, "data"),
            ["Artifacts:Directory"] = _folder.FullName,
        });
        builder.AddStandaloneListeners();
        builder.AddServiceDefaults();
        builder.AddStandalone();
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapStandalone();
        await _app.StartAsync();
    }

    public HttpClient ConnectOperator()
    {
        var client = ConnectHarness();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(TokenPath));
        return client;
    }

    public HttpClient ConnectHarness() => new() { BaseAddress = new Uri($"http://127.0.0.1:{HarnessPort}"), Timeout = TimeSpan.FromMinutes(3) };

    public HttpClient ConnectParticipant() => new() { BaseAddress = new Uri($"http://127.0.0.1:{ParticipantPort}") };

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
