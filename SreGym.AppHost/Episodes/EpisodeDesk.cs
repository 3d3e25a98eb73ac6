using Grpc.Core;
using SreGym.AppHost.Options;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.AppHost.Episodes;

/// <summary>Where episodes are ordered: talks to the conductor and keeps the latest one in mind.</summary>
internal sealed class EpisodeDesk(ConductorConnection connection, RunOptions options, EpisodeScreen screen, string? dashboard) : IAsyncDisposable
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closed = new();
    private Task _following = Task.CompletedTask;

    /// <summary>Exit code of the process.</summary>
    public int ExitCode { get; set; }

    /// <summary>The latest episode; null before the first.</summary>
    public Episode? Latest { get; private set; }

    /// <summary>Completes when the conductor takes orders; fails when a service has ended before that.</summary>
    public Task Opening => _open.Task;

    /// <summary>Address of the dashboard; null when it is not known.</summary>
    public string? Dashboard => dashboard;

    /// <summary>The conductor is ready.</summary>
    public Task Open()
    {
        _open.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>A service has ended.</summary>
    public Task Lose(string service)
    {
        _open.TrySetException(new InvalidOperationException(
            $"the service '{service}' has ended before everything was up; its console log in the dashboard says why."));
        return Task.CompletedTask;
    }

    /// <summary>There is nothing to run an episode on.</summary>
    public Task Refuse(string reason)
    {
        _open.TrySetException(new InvalidOperationException(reason));
        return Task.CompletedTask;
    }

    /// <summary>Starts an episode as the command line describes it.</summary>
    public async Task<Episode> StartAsync(CancellationToken cancellationToken)
    {
        var response = await connection.Connect().StartEpisodeAsync(Describe(), cancellationToken: cancellationToken);
        Latest = response.Episode;
        return response.Episode;
    }

    /// <summary>What an episode as the command line describes it would create.</summary>
    public async Task<IReadOnlyList<string>> PlanAsync(CancellationToken cancellationToken)
    {
        var response = await connection.Connect().PlanEpisodeAsync(
            new PlanEpisodeRequest { Episode = Describe() }, cancellationToken: cancellationToken);
        return response.Lines;
    }

    /// <summary>Shows an episode until it has ended; the result is the exit code for its verdict.</summary>
    public async Task<int> FollowAsync(string episodeId, CancellationToken cancellationToken)
    {
        var request = new WatchEpisodeRequest { EpisodeId = episodeId };
        using var watch = connection.Connect().WatchEpisode(request, cancellationToken: cancellationToken);
        await foreach (var update in watch.ResponseStream.ReadAllAsync(cancellationToken))
        {
            Latest = update.Episode ?? Latest;
            screen.Show(update, Latest!, dashboard);
        }

        screen.ShowEnd(Latest!, dashboard);
        return Latest switch
        {
            { State: EpisodeState.Completed, Diagnosis: Verdict.Pass, Mitigation: Verdict.Pass } => ExitCodes.Passed,
            { State: EpisodeState.Completed } => ExitCodes.Failed,
            _ => ExitCodes.CouldNotRun,
        };
    }

    /// <summary>Shows an episode that was started from the dashboard.</summary>
    public void FollowInBackground(string episodeId) => _following = FollowQuietlyAsync(episodeId);

    /// <summary>Ends an episode and brings its subject back.</summary>
    public async Task<RecoverEpisodeResponse> RecoverAsync(string episodeId, CancellationToken cancellationToken) =>
        await connection.Connect().RecoverEpisodeAsync(
            new RecoverEpisodeRequest { EpisodeId = episodeId }, cancellationToken: cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _following;
        _closed.Dispose();
        connection.Dispose();
    }

    private StartEpisodeRequest Describe() => new()
    {
        Problem = new() { ProblemId = options.Problem, Options = { options.ProblemOptions.ToDictionary() } },
        Target = options.Target,
        TargetOptions = { options.TargetOptions.ToDictionary() },
        Agent = options.Agent,
        Seed = options.Seed,
        Rights = options.Rights,
        Workload = options.Workload,
    };

    private async Task FollowQuietlyAsync(string episodeId)
    {
        try
        {
            await FollowAsync(episodeId, _closed.Token);
        }
        catch (Exception error) when (error is RpcException or OperationCanceledException)
        {
            if (!_closed.IsCancellationRequested)
            {
                screen.ShowError(error.Message);
            }
        }
    }
}
