using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Targets;
using SreGym.CrashSafety.Tests.Matrix;

namespace SreGym.CrashSafety.Tests.Harness;

/// <summary>Runs one episode from outside, with a participant that submits and repairs nothing, and tells each step when it is first heard of.</summary>
/// <param name="services">What runs it.</param>
/// <param name="problem">Id of the problem.</param>
/// <param name="target">Where it runs.</param>
/// <param name="targetOptions">Options of the target.</param>
/// <param name="patience">How long it may take until its recovery, and that in turn; three minutes when null.</param>
internal sealed class EpisodeDriver(
    Services services, string problem, string target, IReadOnlyDictionary<string, string> targetOptions, TimeSpan? patience = null)
{
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromMinutes(3);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    /// <summary>On an embedded cluster whose pods start at once.</summary>
    public EpisodeDriver(Services services, string problem)
        : this(services, problem, TargetNames.Embedded, new Dictionary<string, string> { ["start-delay-ms"] = "0" })
    {
    }

    /// <summary>The episode's id, also that of its cluster; empty before it is started.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Returns when the episode has ended and its report is written.</summary>
    /// <exception cref="TimeoutException">It has not ended in its time; the message has its last state.</exception>
    /// <param name="onStep">Told each step; what comes after it is read when this has returned.</param>
    /// <param name="findRestart">What has to be up again before anything is asked about the end; null when nothing was killed.</param>
    public async Task<EpisodeEnd> RunAsync(Func<CrashStep, Task> onStep, Func<Task>? findRestart = null)
    {
        var request = new StartEpisodeRequest
        {
            Problem = new ProblemSpec { ProblemId = problem },
            Target = target,
            TargetOptions = { targetOptions.ToDictionary() },
            Agent = "none",
            Seed = 7,
        };
        Id = (await services.Conductor.StartEpisodeAsync(request)).Episode.EpisodeId;
        await FollowAsync(onStep);
        await (findRestart?.Invoke() ?? Task.CompletedTask);
        var episode = await AwaitEndAsync();
        var clusters = await services.Clusters.ListClustersAsync(
            new Contracts.Cluster.V1.ListClustersRequest());
        using var report = JsonDocument.Parse(await File.ReadAllBytesAsync(episode.ReportPath));
        return new EpisodeEnd(
            episode,
            report.RootElement.Clone(),
            services.Relay.FindLast(Id),
            clusters.Clusters.All(cluster => cluster.ClusterId != Id));
    }

    private async Task FollowAsync(Func<CrashStep, Task> onStep)
    {
        var stage = EpisodeStage.Unspecified;
        var heard = new HashSet<CrashStep>();
        using var limit = new CancellationTokenSource(_patience);
        try
        {
            using var call = services.Conductor.WatchEpisode(new WatchEpisodeRequest { EpisodeId = Id }, cancellationToken: limit.Token);
            await foreach (var update in call.ResponseStream.ReadAllAsync(limit.Token))
            {
                var step = CrashStep.Of(update, problem, stage);
                stage = step.Stage;
                if (heard.Add(step))
                {
                    await onStep(step);
                }

                if (update.Ready is not null)
                {
                    _ = SubmitBothAsync(limit.Token);
                }
            }
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"Episode {Id} has not ended; last heard of {heard.LastOrDefault()}.");
        }
        catch (RpcException)
        {
            // The Conductor was killed; what it left is looked at when it is back.
        }
    }

    private async Task SubmitBothAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SubmitAsync("diagnosis", "The image pull secret of recommendation is missing.", cancellationToken);
            await SubmitAsync("mitigation", "done", cancellationToken);
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or ObjectDisposedException or JsonException)
        {
            // The Conductor was killed, or the test has ended.
        }
    }

    private async Task SubmitAsync(string stage, string solution, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await services.Participant.GetFromJsonAsync<JsonElement>("status", cancellationToken);
            if (status.GetProperty("stage").GetString() == stage)
            {
                break;
            }

            await Task.Delay(s_pause, cancellationToken);
        }

        using var answer = await services.Participant.PostAsJsonAsync("submit", new { solution }, cancellationToken);
    }

    private async Task<Episode> AwaitEndAsync()
    {
        using var limit = new CancellationTokenSource(_patience);
        var last = new Episode();
        try
        {
            while (true)
            {
                var answer = await services.Conductor.GetEpisodeAsync(
                    new GetEpisodeRequest { EpisodeId = Id }, cancellationToken: limit.Token);
                last = answer.Episode;
                if (last.State != EpisodeState.Running && last.ReportPath.Length > 0 && File.Exists(last.ReportPath))
                {
                    return last;
                }

                await Task.Delay(s_pause, limit.Token);
            }
        }
        catch (Exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"Episode {Id} has not ended, or has no report: {last}");
        }
    }
}
