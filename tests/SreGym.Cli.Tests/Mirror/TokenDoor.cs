using Microsoft.AspNetCore.Http;

namespace SreGym.Cli.Tests.Mirror;

/// <summary>Lets nobody in without a token, and gives one for an identity token (distribution "OAuth2").</summary>
internal static class TokenDoor
{
    public const string IdentityToken = "identity-t0k3n";
    public const string RegistryToken = "registry-t0k3n";

    public static async Task GuardAsync(HttpContext context, Func<Task> answer)
    {
        if (context.Request.Path == "/token")
        {
            var form = await context.Request.ReadFormAsync();
            var isKnown = form["grant_type"] == "refresh_token" && form["refresh_token"] == IdentityToken;
            context.Response.StatusCode = isKnown ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;
            await context.Response.WriteAsync(isKnown ? $$"""{"access_token":"{{RegistryToken}}"}""" : "{}");
        }
        else if (context.Request.Headers.Authorization == $"Bearer {RegistryToken}")
        {
            await answer();
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"http://{context.Request.Host}/token\",service=\"test\"";
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }
}
