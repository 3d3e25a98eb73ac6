using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.Conductor;

/// <summary>Episodes for other processes of the harness.</summary>
internal sealed class ConductorGrpcService(
    EpisodeDirectory episodes, EpisodeSpecReader reader, EpisodePlanner planner, IHostApplicationLifetime lifetime)
    : ConductorService.ConductorServiceBase
{
    public override async Task<StartEpisodeResponse> StartEpisode(StartEpisodeRequest request, ServerCallContext context)
    {
        var spec = await reader.ReadAsync(request, context.CancellationToken);
        return new StartEpisodeResponse { Episode = episodes.Start(spec).Context.Record.ToMessage() };
    }

    public override async Task<PlanEpisodeResponse> PlanEpisode(PlanEpisodeRequest request, ServerCallContext context)
    {
        var spec = await reader.ReadAsync(request.Episode ?? new StartEpisodeRequest(), context.CancellationToken);
        return new PlanEpisodeResponse { Lines = { await planner.PlanAsync(spec, context.CancellationToken) } };
    }

    public override async Task WatchEpisode(
        WatchEpisodeRequest request, IServerStreamWriter<WatchEpisodeUpdate> responseStream, ServerCallContext context)
    {
        if (episodes.FindLiving(request.EpisodeId) is not { } episode)
        {
            await responseStream.WriteAsync(new WatchEpisodeUpdate { Episode = episodes.GetRecord(request.EpisodeId).ToMessage() });
            return;
        }

        await context.WriteResponseHeadersAsync([]);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        await foreach (var update in episode.Context.Updates.WatchAsync(stopping.Token))
        {
            await responseStream.WriteAsync(update, stopping.Token);
        }
    }

    public override Task<GetEpisodeResponse> GetEpisode(GetEpisodeRequest request, ServerCallContext context) =>
        Task.FromResult(new GetEpisodeResponse { Episode = episodes.GetRecord(request.EpisodeId).ToMessage() });

    public override Task<ListEpisodesResponse> ListEpisodes(ListEpisodesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListEpisodesResponse { Episodes = { episodes.List().Select(record => record.ToMessage()) } });

    public override async Task<RecoverEpisodeResponse> RecoverEpisode(RecoverEpisodeRequest request, ServerCallContext context)
    {
        var record = await episodes.RecoverAsync(request.EpisodeId, context.CancellationToken);
        return new RecoverEpisodeResponse { Episode = record.ToMessage(), Leftovers = { record.Leftovers } };
    }
}
