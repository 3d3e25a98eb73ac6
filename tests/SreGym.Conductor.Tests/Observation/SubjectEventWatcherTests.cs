using System.Diagnostics.Metrics;
using k8s;
using k8s.Models;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.IncidentHost;
using SreGym.IncidentHost.Storms;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Time;

namespace SreGym.Conductor.Tests.Observation;

/// <summary>The watch of an episode's events, on an API server that is in trouble.</summary>
public sealed class SubjectEventWatcherTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("events-");
    private readonly ServiceProvider _metrics = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private IncidentServices _services = null!;
    private EmptyCluster _subject = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _services = await IncidentServices.StartAsync();
        _subject = await EmptyCluster.CreateAsync(_services, "events");
    }

    public async ValueTask DisposeAsync()
    {
        await _subject.DisposeAsync();
        await _services.DisposeAsync();
        await _metrics.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Watch_ServerInAStormThenRestarted_MissesNothingAndRepeatsNothing()
    {
        var requests = 0;
        await using var server = await StormyServer.StartAsync(_subject.Client, () => Interlocked.Increment(ref requests) switch
        {
            1 => Weather.Unavailable,
            2 => Weather.Error,
            3 => Weather.DropsBefore,
            _ => Weather.Fair,
        });
        var context = CreateContext(server);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var logger = new Warnings();
        var watching = new SubjectEventWatcher(new ConductorTelemetry(_metrics.GetRequiredService<IMeterFactory>()), logger)
            .WatchAsync(context, ending.Token);

        await CreateEventAsync("before");
        await AwaitAsync(context, "before");
        Assert.Empty(logger.Messages);
        await server.GoAwayAsync();
        await CreateEventAsync("meanwhile");
        await server.ComeBackAsync();
        await AwaitAsync(context, "meanwhile");
        await CreateEventAsync("after");
        await AwaitAsync(context, "after");
        await ending.CancelAsync();
        await watching;

        Assert.Equal(["before", "meanwhile", "after"], context.Events.Snapshot().Select(seen => seen.Reason));
    }

    private EpisodeContext CreateContext(StormyServer server)
    {
        var subject = _subject.Subject.Clone();
        subject.Kubeconfig = server.Redirect(subject.Kubeconfig);
        var record = new EpisodeRecord
        {
            StartedAt = DateTimeOffset.UnixEpoch,
            Spec = new EpisodeSpec
            {
                EpisodeId = subject.EpisodeId,
                ProblemId = "missing_image_pull_secret",
                ProblemOptions = new Dictionary<string, string>(),
                Target = "kubeconfig",
                TargetOptions = new Dictionary<string, string>(),
                Agent = "none",
                Seed = 1,
                Rights = "default",
            },
        };
        return new EpisodeContext(
            record, new EpisodeStore(_folder.FullName), new SteadyClock(TimeProvider.System), NullLogger<EpisodeContext>.Instance)
        {
            Subject = subject,
        };
    }

    private Task<Corev1Event> CreateEventAsync(string reason) => _subject.Client.CoreV1.CreateNamespacedEventAsync(
        new Corev1Event
        {
            Metadata = new V1ObjectMeta { Name = reason },
            InvolvedObject = new V1ObjectReference { Kind = "Pod", Name = "web", NamespaceProperty = "default" },
            Reason = reason,
            Type = "Normal",
            LastTimestamp = DateTime.UnixEpoch.AddDays(1),
        },
        "default",
        cancellationToken: Cancelled);

    private static async Task AwaitAsync(EpisodeContext context, string reason)
    {
        await foreach (var seen in context.Events.WatchAsync(Cancelled))
        {
            if (seen.Reason == reason)
            {
                return;
            }
        }
    }
}
