using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Dashboard.Proto;
using Aspire.Hosting.Running;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SreGym.Offline.Tests;

/// <summary>Mirrors: the resource service as the dashboard calls it.</summary>
public sealed class ResourceServiceTests : IAsyncLifetime
{
    private readonly string _dashboard = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private DistributedApplication _app = null!;
    private GrpcChannel _channel = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_dashboard, "#!/bin/sh\nexec sleep 60\n", Token);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_dashboard, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var builder = DistributedApplication.CreateBuilder([$"--DcpPublisher:DashboardPath={_dashboard}"]);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.AddParameter("password", "hunter2", secret: true);
        builder.AddShell("talker", "echo one; echo two >&2; exec sleep 60")
            .WithHttpEndpoint()
            .WithCommand("greet", "Greet", context => Task.FromResult(CommandResults.Success($"hello {context.ResourceName}")));
        _app = builder.Build();
        await _app.StartAsync(Token);
        _channel = GrpcChannel.ForAddress(_app.Services.GetRequiredService<DashboardSettings>().ResourceServiceUrl);
    }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        File.Delete(_dashboard);
    }

    [Fact]
    public async Task AnyCall_NoApiKey_IsUnauthenticated()
    {
        var client = new DashboardService.DashboardServiceClient(_channel);

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await client.GetApplicationInformationAsync(new ApplicationInformationRequest(), cancellationToken: Token));

        Assert.Equal(StatusCode.Unauthenticated, refused.StatusCode);
    }

    [Fact]
    public async Task WatchResources_Running_TellsStateAddressAndCommandAndHidesNothingButSecrets()
    {
        var talker = await WatchAsync(resource => resource.DisplayName == "talker" && resource.State == KnownStates.Running);
        var password = await WatchAsync(resource => resource.DisplayName == "password");

        Assert.StartsWith("talker-", talker.Name, StringComparison.Ordinal);
        Assert.Equal("Executable", talker.ResourceType);
        Assert.Single(talker.Urls, url => url.FullUrl.StartsWith("http://localhost:", StringComparison.Ordinal) && !url.IsInactive);
        Assert.Contains(talker.Commands, command => command is { Name: "greet", DisplayName: "Greet" });
        Assert.True(password.Properties.Single(property => property.Name == "Value").IsSensitive);
    }

    [Fact]
    public async Task WatchConsoleLogs_TwoStreams_KeepsNumberAndStream()
    {
        var talker = await WatchAsync(resource => resource.DisplayName == "talker" && resource.State == KnownStates.Running);
        var request = new WatchResourceConsoleLogsRequest { ResourceName = talker.Name };
        using var call = Client.WatchResourceConsoleLogs(request, Headers, cancellationToken: Token);

        var lines = new List<ConsoleLogLine>();
        while (lines.Count < 2 && await call.ResponseStream.MoveNext(Token))
        {
            lines.AddRange(call.ResponseStream.Current.LogLines);
        }

        Assert.Contains(lines, line => line.Text.EndsWith(" one", StringComparison.Ordinal) && !line.IsStdErr);
        Assert.Contains(lines, line => line.Text.EndsWith(" two", StringComparison.Ordinal) && line.IsStdErr);
    }

    [Fact]
    public async Task ExecuteCommand_OwnCommand_AnswersItsMessage()
    {
        var talker = await WatchAsync(resource => resource.DisplayName == "talker");
        var request = new ResourceCommandRequest { ResourceName = talker.Name, CommandName = "greet" };

        var response = await Client.ExecuteResourceCommandAsync(request, Headers, cancellationToken: Token);

        Assert.Equal((ResourceCommandResponseKind.Succeeded, $"hello {talker.Name}"), (response.Kind, response.Message));
    }

    private DashboardService.DashboardServiceClient Client => new(_channel);

    private Metadata Headers => new()
    {
        { "x-resource-service-api-key", _app.Services.GetRequiredService<DashboardSettings>().ResourceServiceApiKey },
    };

    private async Task<Aspire.Hosting.Dashboard.Proto.Resource> WatchAsync(Func<Aspire.Hosting.Dashboard.Proto.Resource, bool> until)
    {
        using var call = Client.WatchResources(new WatchResourcesRequest(), Headers, cancellationToken: Token);
        await foreach (var update in call.ResponseStream.ReadAllAsync(Token))
        {
            var resources = update.InitialData?.Resources.AsEnumerable() ?? update.Changes.Value.Select(change => change.Upsert);
            if (resources.FirstOrDefault(until) is { } found)
            {
                return found;
            }
        }

        throw new InvalidOperationException("The stream has ended.");
    }
}
