using Microsoft.AspNetCore.Http;

namespace SreGym.ServiceDefaults.Harness;

/// <summary>The harness token for plain HTTP endpoints.</summary>
internal sealed class HarnessTokenEndpointFilter(HarnessTokenVerifier verifier) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var reason = verifier.Refuse(context.HttpContext.Request.Headers.Authorization);
        if (reason is null)
        {
            return await next(context);
        }

        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Json(
            new { reason, detail = "This endpoint needs the harness token: send 'Authorization: Bearer <token>'." },
            statusCode: StatusCodes.Status401Unauthorized);
    }
}
