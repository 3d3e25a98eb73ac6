using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Authorization;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>Questions about identities and rights: posted, answered, not kept.</summary>
internal sealed class ReviewHandler(Authenticator authenticator, RbacAuthorizer authorizer)
{
    public async Task HandleAsync(RequestScope scope)
    {
        var review = await BodyReader.GetObjectAsync(scope.Context, scope.Type.Kind);
        ObjectShape.CheckKind(scope.Type, review);
        review["kind"] = scope.Type.Kind;
        review["apiVersion"] = scope.Type.ApiVersion;
        review.GetOrAddObject("metadata")["creationTimestamp"] = null;
        review["status"] = Answer(scope, review.FindObject("spec"));
        await ApiResponse.WriteJsonAsync(scope.Context, review, StatusCodes.Status201Created);
    }

    private JsonObject Answer(RequestScope scope, JsonObject? spec)
    {
        var type = scope.Type;
        if (type == ResourceTypes.SelfSubjectReviews)
        {
            return new JsonObject { ["userInfo"] = Describe(scope.User) };
        }

        if (type == ResourceTypes.TokenReviews)
        {
            return ReviewToken(spec);
        }

        if (type == ResourceTypes.SelfSubjectRulesReviews)
        {
            return ListRules(scope.User, spec.FindText("namespace") ?? "");
        }

        var user = type == ResourceTypes.SelfSubjectAccessReviews ? scope.User : ReadUser(type, spec);
        var request = ReadRequest(type, spec);
        return new JsonObject { ["allowed"] = authorizer.Allows(user, request) };
    }

    private JsonObject ReviewToken(JsonObject? spec)
    {
        var user = authenticator.FindUser(spec.FindText("token") ?? "");
        return user is null
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "[invalid bearer token]" }
            : new JsonObject
            {
                ["authenticated"] = true,
                ["user"] = Describe(user),
                ["audiences"] = new JsonArray(ServiceAccountTokens.DefaultAudience),
            };
    }

    private JsonObject ListRules(UserInfo user, string @namespace)
    {
        IReadOnlyList<PolicyRule> rules = user.Groups.Contains(UserInfo.Masters)
            ? [new PolicyRule(["*"], ["*"], ["*"], [], []), new PolicyRule(["*"], [], [], [], ["*"])]
            : [.. authorizer.RulesFor(user, @namespace)];
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(rule => rule.Resources.Count > 0).Select(rule => rule.ToJson(resource: true))]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(rule => rule.Paths.Count > 0).Select(rule => rule.ToJson(resource: false))]),
            ["incomplete"] = false,
        };
    }

    private static UserInfo ReadUser(ResourceType type, JsonObject? spec)
    {
        var name = spec.FindText("user") ?? "";
        string[] groups = [.. spec.FindArray("groups")?.Select(group => group!.ToString()) ?? []];
        return name.Length > 0 || groups.Length > 0
            ? new UserInfo(name, groups)
            : throw ApiErrors.Invalid(
                type, "", [new StatusCause(
                    "FieldValueInvalid", "Invalid value: \"\": at least one of user or group must be specified", "spec.user")]);
    }

    private static AccessRequest ReadRequest(ResourceType type, JsonObject? spec)
    {
        if (spec.FindObject("resourceAttributes") is { } resource)
        {
            return new AccessRequest
            {
                Verb = resource.FindText("verb") ?? "",
                Group = resource.FindText("group") ?? "",
                Resource = resource.FindText("resource") ?? "",
                Subresource = resource.FindText("subresource") ?? "",
                Name = resource.FindText("name") ?? "",
                Namespace = resource.FindText("namespace") ?? "",
            };
        }

        return spec.FindObject("nonResourceAttributes") is { } path
            ? new AccessRequest { IsResource = false, Verb = path.FindText("verb") ?? "", Path = path.FindText("path") ?? "" }
            : throw ApiErrors.Invalid(type, "", [new StatusCause(
                "FieldValueInvalid",
                "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified",
                "spec.resourceAttributes")]);
    }

    private static JsonObject Describe(UserInfo user)
    {
        var json = new JsonObject { ["username"] = user.Name };
        if (user.Uid.Length > 0)
        {
            json["uid"] = user.Uid;
        }

        json["groups"] = new JsonArray([.. user.Groups.Select(group => JsonValue.Create(group))]);
        return json;
    }
}
