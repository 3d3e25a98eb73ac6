using System.Text.Json.Nodes;

namespace SreGym.Simulation.Bootstrap;

/// <summary>
/// The roles people bind to (plugin/pkg/auth/authorizer/rbac/bootstrappolicy). What the control plane itself needs is left out:
/// it does not go through authorisation here.
/// </summary>
internal static class DefaultRoles
{
    private static readonly string[] s_read = ["get", "list", "watch"];
    private static readonly string[] s_write = ["create", "delete", "deletecollection", "patch", "update"];
    private static readonly string[] s_paths =
        ["/api", "/api/*", "/apis", "/apis/*", "/healthz", "/livez", "/openapi", "/openapi/*", "/readyz", "/version", "/version/"];

    private static readonly string[] s_publicPaths = ["/healthz", "/livez", "/readyz", "/version", "/version/"];

    private static readonly string[] s_coreWorkload =
        ["configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers",
            "replicationcontrollers/scale", "serviceaccounts", "services"];

    private static readonly string[] s_coreStatus =
        ["bindings", "events", "limitranges", "namespaces/status", "pods/log", "pods/status",
            "replicationcontrollers/status", "resourcequotas", "resourcequotas/status", "persistentvolumeclaims/status", "services/status"];

    private static readonly (string Group, string[] Resources)[] s_workloads =
    [
        ("apps", ["daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets",
            "replicasets/scale", "statefulsets", "statefulsets/scale"]),
        ("autoscaling", ["horizontalpodautoscalers"]),
        ("batch", ["cronjobs", "jobs"]),
        ("policy", ["poddisruptionbudgets"]),
        ("networking.k8s.io", ["ingresses", "networkpolicies"]),
    ];

    private static readonly (string Group, string[] Resources)[] s_workloadStatus =
    [
        ("apps", ["controllerrevisions", "daemonsets/status", "deployments/status", "replicasets/status", "statefulsets/status"]),
        ("autoscaling", ["horizontalpodautoscalers/status"]),
        ("batch", ["cronjobs/status", "jobs/status"]),
        ("discovery.k8s.io", ["endpointslices"]),
        ("policy", ["poddisruptionbudgets/status"]),
        ("networking.k8s.io", ["ingresses/status"]),
    ];

    public static IEnumerable<JsonObject> Roles()
    {
        yield return Role("cluster-admin", [], [Rule(["*"], ["*"], ["*"]), Paths(["*"], ["*"])]);
        yield return Role("system:discovery", [], [Paths(["get"], s_paths)]);
        yield return Role("system:public-info-viewer", [], [Paths(["get"], s_publicPaths)]);
        yield return Role("system:basic-user", [],
        [
            Rule(["create"], ["authorization.k8s.io"], ["selfsubjectaccessreviews", "selfsubjectrulesreviews"]),
            Rule(["create"], ["authentication.k8s.io"], ["selfsubjectreviews"]),
        ]);
        yield return Aggregated("admin", [], [.. AdminRules(), .. EditRules(), .. ViewRules()]);
        yield return Aggregated("edit", ["admin"], [.. EditRules(), .. ViewRules()]);
        yield return Aggregated("view", ["edit"], [.. ViewRules()]);
        yield return Role("system:aggregate-to-admin", ["admin"], [.. AdminRules()]);
        yield return Role("system:aggregate-to-edit", ["edit"], [.. EditRules()]);
        yield return Role("system:aggregate-to-view", ["view"], [.. ViewRules()]);
    }

    public static IEnumerable<JsonObject> Bindings()
    {
        yield return Binding("cluster-admin", "system:masters");
        yield return Binding("system:basic-user", "system:authenticated");
        yield return Binding("system:discovery", "system:authenticated");
        yield return Binding("system:public-info-viewer", "system:authenticated", "system:unauthenticated");
    }

    private static IEnumerable<JsonObject> AdminRules()
    {
        yield return Rule(["create"], ["authorization.k8s.io"], ["localsubjectaccessreviews"]);
        yield return Rule([.. s_write, .. s_read], ["rbac.authorization.k8s.io"], ["rolebindings", "roles"]);
    }

    private static IEnumerable<JsonObject> EditRules()
    {
        yield return Rule(s_read, [""], ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "secrets", "services/proxy"]);
        yield return Rule(["impersonate"], [""], ["serviceaccounts"]);
        yield return Rule(s_write, [""], ["pods", "pods/attach", "pods/exec", "pods/portforward", "pods/proxy"]);
        yield return Rule(["create"], [""], ["pods/eviction"]);
        yield return Rule(
            s_write,
            [""],
            ["configmaps", "events", "persistentvolumeclaims", "replicationcontrollers", "replicationcontrollers/scale",
                "secrets", "serviceaccounts", "services", "services/proxy"]);
        yield return Rule(["create"], [""], ["serviceaccounts/token"]);
        foreach (var (group, resources) in s_workloads)
        {
            yield return Rule(s_write, [group], resources);
        }

        yield return Rule([.. s_write, .. s_read], ["coordination.k8s.io"], ["leases"]);
    }

    private static IEnumerable<JsonObject> ViewRules()
    {
        yield return Rule(s_read, [""], s_coreWorkload);
        yield return Rule(s_read, [""], s_coreStatus);
        yield return Rule(s_read, [""], ["namespaces"]);
        foreach (var (group, resources) in s_workloads.Concat(s_workloadStatus))
        {
            yield return Rule(s_read, [group], resources);
        }
    }

    private static JsonObject Aggregated(string name, string[] aggregatedTo, JsonObject[] rules)
    {
        var role = Role(name, aggregatedTo, rules);
        role["aggregationRule"] = new JsonObject
        {
            ["clusterRoleSelectors"] = new JsonArray(new JsonObject
            {
                ["matchLabels"] = new JsonObject { [$"rbac.authorization.k8s.io/aggregate-to-{name}"] = "true" },
            }),
        };
        return role;
    }

    private static JsonObject Role(string name, string[] aggregatedTo, JsonObject[] rules)
    {
        var labels = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        foreach (var target in aggregatedTo)
        {
            labels[$"rbac.authorization.k8s.io/aggregate-to-{target}"] = "true";
        }

        return new JsonObject
        {
            ["metadata"] = Metadata(name, labels),
            ["rules"] = new JsonArray([.. rules]),
        };
    }

    private static JsonObject Binding(string role, params string[] groups) => new()
    {
        ["metadata"] = Metadata(role, new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" }),
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
        ["subjects"] = new JsonArray([.. groups.Select(group => new JsonObject
        {
            ["kind"] = "Group",
            ["apiGroup"] = "rbac.authorization.k8s.io",
            ["name"] = group,
        })]),
    };

    private static JsonObject Metadata(string name, JsonObject labels) => new()
    {
        ["name"] = name,
        ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
        ["labels"] = labels,
    };

    private static JsonObject Rule(string[] verbs, string[] groups, string[] resources) =>
        new() { ["apiGroups"] = Texts(groups), ["resources"] = Texts(resources), ["verbs"] = Texts(verbs) };

    private static JsonObject Paths(string[] verbs, string[] paths) =>
        new() { ["nonResourceURLs"] = Texts(paths), ["verbs"] = Texts(verbs) };

    private static JsonArray Texts(string[] texts) => [.. texts.Select(text => JsonValue.Create(text))];
}
