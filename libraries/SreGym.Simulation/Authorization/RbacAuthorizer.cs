using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.ApiServer.Http;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Authorization;

/// <summary>Decides by Roles, ClusterRoles and their bindings. Members of <c>system:masters</c> may do everything.</summary>
internal sealed class RbacAuthorizer
{
    private static readonly FrozenSet<ResourceType> s_policyTypes =
        new[] { ResourceTypes.Roles, ResourceTypes.ClusterRoles, ResourceTypes.RoleBindings,
            ResourceTypes.ClusterRoleBindings }.ToFrozenSet();

    private readonly ObjectStore _store;
    private volatile IReadOnlyList<RoleGrant>? _grants;

    public RbacAuthorizer(ObjectStore store)
    {
        _store = store;
        _ = store.Subscribe(change =>
        {
            if (s_policyTypes.Contains(change.Object.Type))
            {
                _grants = null;
            }
        });
    }

    /// <exception cref="ApiStatusException">403, worded as the API server does.</exception>
    public void Demand(UserInfo user, RequestInfo request)
    {
        var access = new AccessRequest
        {
            Verb = request.Verb,
            IsResource = request.IsResource,
            Group = request.Group,
            Resource = request.Resource,
            Subresource = request.Subresource,
            Name = request.Name,
            Namespace = request.Namespace ?? (request.Resource == "namespaces" ? request.Name : ""),
            Path = request.Path,
        };
        if (!Allows(user, access))
        {
            throw Refuse(user, access with { Namespace = request.Namespace ?? "" });
        }
    }

    public bool Allows(UserInfo user, AccessRequest request) =>
        user.Groups.Contains(UserInfo.Masters)
        || RulesFor(user, request.Namespace).Any(rule => rule.Allows(request));

    /// <summary>Everything a user may do in a namespace.</summary>
    public IEnumerable<PolicyRule> RulesFor(UserInfo user, string @namespace)
    {
        foreach (var grant in _grants ??= Read())
        {
            if ((grant.Namespace is null || grant.Namespace == @namespace) && grant.IsFor(user))
            {
                foreach (var rule in grant.Rules)
                {
                    yield return rule;
                }
            }
        }
    }

    public static ApiStatusException Refuse(UserInfo user, AccessRequest request)
    {
        if (!request.IsResource)
        {
            return new ApiStatusException(new ApiStatus
            {
                Code = 403,
                Reason = "Forbidden",
                Message = $"forbidden: User \"{user.Name}\" cannot {request.Verb} path \"{request.Path}\"",
                EmptyDetails = true,
            });
        }

        var scope = request.Namespace.Length > 0 ? $"in the namespace \"{request.Namespace}\"" : "at the cluster scope";
        var qualified = request.Group.Length > 0 ? $"{request.Resource}.{request.Group}" : request.Resource;
        var subject = request.Name.Length > 0 ? $"{qualified} \"{request.Name}\"" : qualified;
        return new ApiStatusException(new ApiStatus
        {
            Code = 403,
            Reason = "Forbidden",
            Message =
                $"{subject} is forbidden: User \"{user.Name}\" cannot {request.Verb} resource \"{request.FullResource}\" in API group "
                + $"\"{request.Group}\" {scope}",
            Name = request.Name,
            Group = request.Group,
            Kind = request.Resource,
        });
    }

    private List<RoleGrant> Read()
    {
        var grants = new List<RoleGrant>();
        foreach (var type in new[] { ResourceTypes.ClusterRoleBindings, ResourceTypes.RoleBindings })
        {
            foreach (var binding in _store.List(type))
            {
                var value = binding.Parse();
                grants.Add(new RoleGrant(
                    binding.Namespace,
                    [.. value.FindArray("subjects")?.OfType<JsonObject>() ?? []],
                    FindRules(value.FindObject("roleRef"), binding.Namespace)));
            }
        }

        return grants;
    }

    private IReadOnlyList<PolicyRule> FindRules(JsonObject? reference, string? @namespace)
    {
        var name = reference.FindText("name") ?? "";
        var role = reference.FindText("kind") == "Role"
            ? _store.Find(ResourceTypes.Roles, @namespace, name)
            : _store.Find(ResourceTypes.ClusterRoles, null, name);
        var value = role?.Parse();
        if (value.FindArray("aggregationRule", "clusterRoleSelectors") is { Count: > 0 } selectors)
        {
            return [.. AggregatedRules(selectors), .. Rules(value)];
        }

        return [.. Rules(value)];
    }

    private IEnumerable<PolicyRule> AggregatedRules(JsonArray selectors)
    {
        var parsed = selectors.Select(selector => LabelSelectors.Read(selector)).ToList();
        return _store.List(ResourceTypes.ClusterRoles)
            .Where(role => parsed.Any(selector => selector.Matches(role.Labels)))
            .SelectMany(role => Rules(role.Parse()));
    }

    private static IEnumerable<PolicyRule> Rules(JsonObject? role) => role.FindArray("rules")?.Select(PolicyRule.Read) ?? [];
}
