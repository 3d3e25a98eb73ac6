using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SreGym.Offline.Tests;

/// <summary>An application host in this process, whose resources are shell commands.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    private readonly DistributedApplication _app;

    private TestApplication(DistributedApplication app) => _app = app;

    public ResourceBoard Board => _app.Services.GetRequiredService<ResourceBoard>();

    public ResourceCommands Commands => _app.Services.GetRequiredService<ResourceCommands>();

    public ConsoleLogs Logs => _app.Services.GetRequiredService<ConsoleLogs>();

    public static IDistributedApplicationBuilder CreateBuilder(params string[] args)
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = args, DisableDashboard = true });
        builder.Services.AddLogging(logging => logging.ClearProviders());
        return builder;
    }

    public static async Task<TestApplication> StartAsync(IDistributedApplicationBuilder builder)
    {
        var app = new TestApplication(builder.Build());
        await app._app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }

    public async Task<ResourceSnapshot> WaitAsync(IResource resource, Func<ResourceSnapshot, bool> until)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        return await Board.WaitAsync(resource, until, limit.Token);
    }

    public Task<ResourceSnapshot> WaitAsync(IResource resource, string state) => WaitAsync(resource, snapshot => snapshot.State == state);

    /// <summary>Everything the resource has written, once it has ended.</summary>
    public async Task<IReadOnlyList<string>> ReadOutputAsync(IResource resource)
    {
        var ended = await WaitAsync(resource, KnownStates.Finished);
        var lines = new List<string>();
        await foreach (var batch in Logs.Get(ended.InstanceName).ReadAsync(follow: false, TestContext.Current.CancellationToken))
        {
            lines.AddRange(batch.Select(line => line.Text[(line.Text.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        }

        return lines;
    }

    public async Task StopAsync() => await _app.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
