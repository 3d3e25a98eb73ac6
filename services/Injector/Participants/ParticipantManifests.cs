using System.Text.Json.Nodes;

namespace SreGym.Injector.Participants;

/// <summary>
/// The engineer on call: reads everything but secrets, reads and writes the application's namespace, and reads the one Secret that
/// the runbook leads to.
/// </summary>
internal static class ParticipantManifests
{
    public const string ServiceAccount = "oncall-engineer";
    public const string DefaultRights = "default";
    public const string ClusterAdminRights = "cluster-admin";
    private const string RegistryNamespace = "platform-registry";
    private const string RegistryCredentials = "registry-credentials";

    private static readonly string[] s_read = ["get", "list", "watch"];
    private static readonly string[] s_write = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    public static JsonObject Account(string @namespace) => Manifest("v1", "ServiceAccount", ServiceAccount, @namespace);

    public static IEnumerable<JsonObject> List(string @namespace, string rights) => rights == ClusterAdminRights
        ? [Account(@namespace), Binding("ClusterRoleBinding", "oncall-engineer-admin", null, @namespace, "ClusterRole", "cluster-admin")]
        :
        [
            Account(@namespace),
            Role("ClusterRole", "oncall-viewer", null, ViewerRules()),
            Binding("ClusterRoleBinding", "oncall-viewer", null, @namespace, "ClusterRole", "oncall-viewer"),
            Role("Role", "oncall-operator", @namespace, OperatorRules()),
            Binding("RoleBinding", "oncall-operator", @namespace, @namespace, "Role", "oncall-operator"),
            Role("Role", "registry-credentials-reader", RegistryNamespace, CredentialsRules()),
            Binding("RoleBinding", "registry-credentials-reader", RegistryNamespace, @namespace, "Role", "registry-credentials-reader"),
        ];

    private static JsonArray ViewerRules() =>
    [
        Rule(
            [""],
            [
                "bindings", "configmaps", "endpoints", "events", "limitranges", "namespaces", "namespaces/status", "nodes",
                "persistentvolumeclaims", "persistentvolumes", "pods", "pods/log", "pods/status", "podtemplates", "replicationcontrollers",
                "resourcequotas", "serviceaccounts", "services",
            ],
            s_read),
        Rule(
            [
                "admissionregistration.k8s.io", "apiextensions.k8s.io", "apps", "autoscaling", "batch", "coordination.k8s.io",
                "discovery.k8s.io", "events.k8s.io", "metrics.k8s.io", "networking.k8s.io", "node.k8s.io", "policy",
                "rbac.authorization.k8s.io", "scheduling.k8s.io", "storage.k8s.io",
            ],
            ["*"],
            s_read),
    ];

    private static JsonArray OperatorRules() =>
    [
        Rule(
            [""],
            [
                "configmaps", "endpoints", "persistentvolumeclaims", "pods", "pods/ephemeralcontainers", "pods/eviction", "replicationcontrollers",
                "secrets", "serviceaccounts", "services",
            ],
            s_write),
        Rule([""], ["pods/attach", "pods/exec", "pods/portforward", "pods/proxy", "services/proxy"], ["get", "create"]),
        Rule(["", "events.k8s.io"], ["events"], ["create", "patch"]),
        Rule(
            ["apps"],
            [
                "controllerrevisions", "daemonsets", "deployments", "deployments/rollback", "deployments/scale", "replicasets",
                "replicasets/scale", "statefulsets", "statefulsets/scale",
            ],
            s_write),
        Rule(["batch"], ["cronjobs", "jobs"], s_write),
        Rule(["autoscaling"], ["horizontalpodautoscalers"], s_write),
        Rule(["networking.k8s.io"], ["ingresses", "networkpolicies"], s_write),
        Rule(["policy"], ["poddisruptionbudgets"], s_write),
    ];

    private static JsonArray CredentialsRules()
    {
        var rule = Rule([""], ["secrets"], s_read);
        rule["resourceNames"] = new JsonArray(RegistryCredentials);
        return [rule];
    }

    private static JsonObject Rule(string[] groups, string[] resources, string[] verbs) => new()
    {
        ["apiGroups"] = Texts(groups),
        ["resources"] = Texts(resources),
        ["verbs"] = Texts(verbs),
    };

    private static JsonObject Role(string kind, string name, string? @namespace, JsonArray rules)
    {
        var role = Manifest("rbac.authorization.k8s.io/v1", kind, name, @namespace);
        role["rules"] = rules;
        return role;
    }

    private static JsonObject Binding(string kind, string name, string? @namespace, string accountNamespace, string roleKind, string role)
    {
        var binding = Manifest("rbac.authorization.k8s.io/v1", kind, name, @namespace);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = roleKind, ["name"] = role };
        binding["subjects"] = new JsonArray(new JsonObject
        {
            ["kind"] = "ServiceAccount",
            ["name"] = ServiceAccount,
            ["namespace"] = accountNamespace,
        });
        return binding;
    }

    private static JsonObject Manifest(string apiVersion, string kind, string name, string? @namespace)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (@namespace is not null)
        {
            metadata["namespace"] = @namespace;
        }

        return new JsonObject { ["apiVersion"] = apiVersion, ["kind"] = kind, ["metadata"] = metadata };
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
