using Microsoft.AspNetCore.Http;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Authorization;

namespace SreGym.Simulation.Authentication;

/// <summary>Lets those who may do so act as somebody else (<c>Impersonate-User</c>, <c>kubectl --as</c>).</summary>
internal static class Impersonation
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    /// <exception cref="ApiStatusException">400 for a group without a user, 403 for somebody who may not.</exception>
    public static UserInfo Apply(HttpContext context, UserInfo user, RbacAuthorizer authorizer)
    {
        var name = context.Request.Headers["Impersonate-User"].ToString();
        var groups = context.Request.Headers["Impersonate-Group"].OfType<string>().ToList();
        if (name.Length == 0)
        {
            return groups.Count == 0
                ? user
                : throw ApiErrors.BadRequest("requested [{Group}] without impersonating a user");
        }

        Demand(authorizer, user, Target(name));
        foreach (var group in groups)
        {
            Demand(authorizer, user, new AccessRequest { Verb = "impersonate", Resource = "groups", Name = group });
        }

        return new UserInfo(name, [.. groups, .. ImpliedGroups(name, groups.Count > 0)]);
    }

    private static void Demand(RbacAuthorizer authorizer, UserInfo user, AccessRequest request)
    {
        if (!authorizer.Allows(user, request))
        {
            throw RbacAuthorizer.Refuse(user, request);
        }
    }

    private static AccessRequest Target(string name)
    {
        var request = new AccessRequest { Verb = "impersonate", Resource = "users", Name = name };
        return name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal)
            && name[ServiceAccountPrefix.Length..].Split(':') is [var scope, var account]
            ? request with { Resource = "serviceaccounts", Namespace = scope, Name = account }
            : request;
    }

    private static IEnumerable<string> ImpliedGroups(string name, bool hasGroups)
    {
        if (!hasGroups && name.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal))
        {
            yield return "system:serviceaccounts";
            yield return $"system:serviceaccounts:{name[ServiceAccountPrefix.Length..].Split(':')[0]}";
        }

        yield return name == UserInfo.Anonymous.Name ? UserInfo.Anonymous.Groups[0] : UserInfo.Authenticated;
    }
}
