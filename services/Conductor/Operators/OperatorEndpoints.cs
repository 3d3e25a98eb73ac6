using System.Text;
using Google.Protobuf;
using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Storage;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Harness;

namespace SreGym.Conductor.Operators;

/// <summary>Episodes over plain HTTP, for people, scripts and the dashboard's commands. Every call needs the harness token.</summary>
internal static class OperatorEndpoints
{
    private static readonly JsonFormatter s_json = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true));

    private static readonly Dictionary<string, string> s_reports = new(StringComparer.Ordinal)
    {
        ["report.html"] = "text/html; charset=utf-8",
        ["report.json"] = "application/json",
        ["trajectory.json"] = "application/json",
    };

    public static IEndpointConventionBuilder MapOperator(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/episodes").RequireHarnessToken().AddEndpointFilter(MapErrorsAsync);
        group.MapGet("", (EpisodeDirectory episodes) =>
            Message(new ListEpisodesResponse { Episodes = { episodes.List().Select(record => record.ToMessage()) } }));
        group.MapPost("", StartAsync);
        group.MapGet("/{id}", (string id, EpisodeDirectory episodes) => Message(episodes.GetRecord(id).ToMessage()));
        group.MapGet("/{id}/progress", WriteProgressAsync);
        group.MapPost("/{id}/recover", async (string id, EpisodeDirectory episodes, CancellationToken cancellationToken) =>
            Message((await episodes.RecoverAsync(id, cancellationToken)).ToMessage()));
        group.MapGet("/{id}/{file}", SendReport);
        return group;
    }

    private static async Task<IResult> StartAsync(
        StartEpisodeBody body, EpisodeDirectory episodes, EpisodeSpecReader reader, CancellationToken cancellationToken)
    {
        var request = new StartEpisodeRequest
        {
            Problem = new ProblemSpec { ProblemId = body.Problem ?? "" },
            Target = body.Target ?? "",
            Agent = body.Agent ?? "",
            Seed = body.Seed ?? 0,
            Rights = body.Rights ?? "",
            Workload = body.Workload ?? 0,
        };
        request.Problem.Options.Add(body.Options ?? []);
        request.TargetOptions.Add(body.TargetOptions ?? []);
        var episode = episodes.Start(await reader.ReadAsync(request, cancellationToken));
        return Message(episode.Context.Record.ToMessage(), StatusCodes.Status202Accepted);
    }

    private static async Task WriteProgressAsync(string id, HttpContext context, EpisodeDirectory episodes, IHostApplicationLifetime lifetime)
    {
        var record = episodes.GetRecord(id);
        context.Response.ContentType = "application/x-ndjson";
        if (episodes.FindLiving(id) is not { } episode)
        {
            await context.Response.WriteAsync(s_json.Format(new WatchEpisodeUpdate { Episode = record.ToMessage() }) + "\n");
            return;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        await foreach (var update in episode.Context.Updates.WatchAsync(stopping.Token))
        {
            await context.Response.WriteAsync(s_json.Format(update) + "\n", stopping.Token);
            await context.Response.Body.FlushAsync(stopping.Token);
        }
    }

    private static IResult SendReport(string id, string file, EpisodeDirectory episodes, Folders folders)
    {
        if (!s_reports.TryGetValue(file, out var type))
        {
            return Results.NotFound(new { detail = $"There is no '{file}': ask for one of {string.Join(", ", s_reports.Keys)}." });
        }

        var record = episodes.GetRecord(id);
        var path = Path.Combine(folders.Episode(record.Spec.EpisodeId), file);
        return File.Exists(path)
            ? Results.File(path, type)
            : Results.NotFound(new { detail = $"Episode '{id}' has no {file} yet: it is at stage {record.Stage.Name()}." });
    }

    private static async ValueTask<object?> MapErrorsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (SreGymException error)
        {
            return Results.Json(new { reason = error.Reason, detail = error.Message }, statusCode: error.Status switch
            {
                StatusCode.NotFound => StatusCodes.Status404NotFound,
                StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
                StatusCode.AlreadyExists or StatusCode.FailedPrecondition => StatusCodes.Status409Conflict,
                _ => StatusCodes.Status500InternalServerError,
            });
        }
    }

    private static IResult Message(IMessage message, int status = StatusCodes.Status200OK) =>
        Results.Content(s_json.Format(message), "application/json", Encoding.UTF8, status);
}
