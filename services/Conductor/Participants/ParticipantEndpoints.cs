using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SreGym.Conductor.Episodes;
using SreGym.Contracts;

namespace SreGym.Conductor.Participants;

/// <summary>
/// The three calls every SREGym client knows, byte for byte in their form. Nothing here names a problem or a verdict.
/// </summary>
internal static class ParticipantEndpoints
{
    private const string Scheme = "Bearer ";
    private const int LargestSubmission = 1024 * 1024;

    public static IEndpointConventionBuilder MapParticipant(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithMetadata(new ParticipantEndpointMetadata());
        group.MapGet("/status", GetStatus);
        group.MapGet("/get_app", GetApp);
        group.MapPost("/submit", SubmitAsync);
        return group;
    }

    private static IResult GetStatus(HttpContext context, EpisodeDirectory episodes) => WithEpisode(
        context, episodes, episode => Json(StatusCodes.Status200OK, new { stage = episode.Context.Desk.StageName }));

    // Some clients read this with Python's literal_eval: the body must hold no null, true or false.
    private static IResult GetApp(HttpContext context, EpisodeDirectory episodes) => WithEpisode(
        context,
        episodes,
        episode => episode.Context.Application is not { } application
            ? NoProblem()
            : Json(StatusCodes.Status200OK, new
            {
                app_name = application.Name,
                @namespace = application.Namespace,
                namespaces = new[] { application.Namespace },
                descriptions = application.Description,
            }));

    private static async Task<IResult> SubmitAsync(HttpContext context, EpisodeDirectory episodes, CancellationToken cancellationToken)
    {
        if (!TryFindEpisode(context, episodes, out var episode))
        {
            return Unauthorized(context);
        }

        var (solution, refusal) = await ReadSolutionAsync(context.Request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        if (episode is null)
        {
            return NoProblem();
        }

        var desk = episode.Context.Desk;
        return await desk.SubmitAsync(solution, cancellationToken) switch
        {
            SubmissionOutcome.Received => Json(StatusCodes.Status200OK, new { status = "200", message = "Submission received" }),
            SubmissionOutcome.AlreadyDone => Json(StatusCodes.Status200OK, new { status = "done", message = "All stages are done" }),
            SubmissionOutcome.NotReady => Detail(
                StatusCodes.Status503ServiceUnavailable, "Not ready for submissions yet: poll /status and submit again"),
            _ => Detail(StatusCodes.Status400BadRequest, $"Cannot submit at stage: '{desk.StageName}'"),
        };
    }

    private static async Task<(string Solution, IResult? Refusal)> ReadSolutionAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestSubmission)
        {
            return ("", Detail(StatusCodes.Status413PayloadTooLarge, $"A submission may have {LargestSubmission} bytes"));
        }

        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: cancellationToken);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                return ("", Invalid("model_attributes_type", "Input should be a valid dictionary or object to extract fields from", "body"));
            }

            if (!body.RootElement.TryGetProperty("solution", out var solution))
            {
                return ("", Invalid("missing", "Field required", "body", "solution"));
            }

            return solution.ValueKind == JsonValueKind.String
                ? (solution.GetString()!, null)
                : ("", Invalid("string_type", "Input should be a valid string", "body", "solution"));
        }
        catch (JsonException error)
        {
            return ("", Invalid("json_invalid", $"JSON decode error: {error.Message}", "body"));
        }
    }

    private static IResult WithEpisode(HttpContext context, EpisodeDirectory episodes, Func<Episode, IResult> answer)
    {
        if (!TryFindEpisode(context, episodes, out var episode))
        {
            return Unauthorized(context);
        }

        return episode is null ? NoProblem() : answer(episode);
    }

    // SREGym's clients present no token: they mean the episode that was started last. Who presents one must present the right one.
    private static bool TryFindEpisode(HttpContext context, EpisodeDirectory episodes, out Episode? episode)
    {
        var authorization = context.Request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
        {
            episode = episodes.Newest;
            return true;
        }

        episode = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? episodes.FindByParticipantToken(token => IsSame(token, authorization[Scheme.Length..].Trim()))
            : null;
        return episode is not null;
    }

    private static bool IsSame(SecretText token, string presented) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(token.Reveal())), SHA256.HashData(Encoding.UTF8.GetBytes(presented)));

    private static IResult Unauthorized(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Detail(StatusCodes.Status401Unauthorized, "Wrong token: send the token of your kubeconfig, or no Authorization header");
    }

    private static IResult NoProblem() => Detail(StatusCodes.Status400BadRequest, "No problem has been started");

    private static IResult Detail(int status, string detail) => Json(status, new { detail });

    private static IResult Invalid(string type, string message, params string[] place) =>
        Json(StatusCodes.Status422UnprocessableEntity, new { detail = new[] { new { type, loc = place, msg = message } } });

    private static IResult Json(int status, object body) => Results.Json(body, contentType: "application/json", statusCode: status);
}
