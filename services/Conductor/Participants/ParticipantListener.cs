using System.Globalization;

namespace SreGym.Conductor.Participants;

/// <summary>
/// Keeps the participant's listener and the harness's apart: on the port named by <c>PARTICIPANT_PORT</c> there is nothing but the
/// participant's endpoints, and these are nowhere else. Without that port every listener serves both.
/// </summary>
internal sealed class ParticipantListener(IConfiguration configuration)
{
    private readonly int _port = int.TryParse(
        configuration["PARTICIPANT_PORT"], NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : 0;

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var isForParticipant = context.GetEndpoint()?.Metadata.GetMetadata<ParticipantEndpointMetadata>() is not null;
        if (_port > 0 && (context.Connection.LocalPort == _port) != isForParticipant)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsJsonAsync(new { detail = "Not Found" });
            return;
        }

        await next(context);
    }
}
