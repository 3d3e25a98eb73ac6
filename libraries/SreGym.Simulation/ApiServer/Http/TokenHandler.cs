using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>TokenRequest: tokens for ServiceAccounts.</summary>
internal sealed class TokenHandler(ClusterApi server, ServiceAccountTokens tokens)
{
    private const long DefaultSeconds = 3600;
    private const long ShortestSeconds = 600;

    public async Task HandleAsync(RequestScope scope)
    {
        var account = scope.Get(server.Store);
        var request = await BodyReader.FindObjectAsync(scope.Context, "TokenRequest") ?? [];
        var seconds = request.FindNumber("spec", "expirationSeconds") ?? DefaultSeconds;
        if (seconds < ShortestSeconds)
        {
            throw ApiErrors.Invalid(
                "authentication.k8s.io",
                "TokenRequest",
                "",
                [new StatusCause("FieldValueInvalid",
                    $"Invalid value: {seconds}: may not specify a duration less than 10 minutes", "spec.expirationSeconds")]);
        }

        var sent = request.FindArray("spec", "audiences")?.Select(audience => audience!.ToString()).ToArray() ?? [];
        string[] audiences = sent.Length > 0 ? sent : [ServiceAccountTokens.DefaultAudience];
        var (token, expires) = tokens.Issue(
            account, audiences, TimeSpan.FromSeconds(seconds), request.FindObject("spec", "boundObjectRef"));
        await ApiResponse.WriteJsonAsync(
            scope.Context,
            new JsonObject
            {
                ["kind"] = "TokenRequest",
                ["apiVersion"] = "authentication.k8s.io/v1",
                ["metadata"] = new JsonObject
                {
                    ["name"] = account.Name,
                    ["namespace"] = account.Namespace,
                    ["creationTimestamp"] = server.Writer.Now(),
                },
                ["spec"] = new JsonObject
                {
                    ["audiences"] = new JsonArray([.. audiences.Select(audience => JsonValue.Create(audience))]),
                    ["expirationSeconds"] = seconds,
                    ["boundObjectRef"] = request.FindObject("spec", "boundObjectRef")?.DeepClone(),
                },
                ["status"] = new JsonObject { ["token"] = token, ["expirationTimestamp"] = Rfc3339.Format(expires) },
            },
            StatusCodes.Status201Created);
    }
}
