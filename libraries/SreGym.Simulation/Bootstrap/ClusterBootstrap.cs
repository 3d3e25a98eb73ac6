using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Bootstrap;

/// <summary>What a cluster has before anybody uses it: system namespaces, default roles, the <c>kubernetes</c> service.</summary>
public static class ClusterBootstrap
{
    private const int SecurePort = 6443;

    private static readonly string[] s_namespaces = ["kube-system", "default", "kube-public", "kube-node-lease"];

    /// <summary>Makes the objects.</summary>
    /// <param name="server">An API server whose store is empty.</param>
    public static void Populate(ClusterApi server)
    {
        ArgumentNullException.ThrowIfNull(server);
        var api = server.As("system:apiserver", "kube-apiserver");
        foreach (var name in s_namespaces)
        {
            api.Create(ResourceTypes.Namespaces, null, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } });
        }

        foreach (var role in DefaultRoles.Roles())
        {
            api.Create(ResourceTypes.ClusterRoles, null, role);
        }

        foreach (var binding in DefaultRoles.Bindings())
        {
            api.Create(ResourceTypes.ClusterRoleBindings, null, binding);
        }

        foreach (var priority in PriorityClasses())
        {
            api.Create(ResourceTypes.PriorityClasses, null, priority);
        }

        api.Create(ResourceTypes.StorageClasses, null, StandardStorage());
        api.Create(ResourceTypes.Services, "default", KubernetesService());
        api.Create(ResourceTypes.EndpointSlices, "default", KubernetesEndpoints());
    }

    private static IEnumerable<JsonObject> PriorityClasses()
    {
        yield return PriorityClass("system-cluster-critical", 2000000000,
            "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.");
        yield return PriorityClass(
            "system-node-critical", 2000001000, "Used for system critical pods that must not be moved from their current node.");
    }

    private static JsonObject PriorityClass(string name, int value, string description) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["value"] = value,
        ["description"] = description,
        ["preemptionPolicy"] = "PreemptLowerPriority",
    };

    private static JsonObject StandardStorage() => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "standard",
            ["annotations"] = new JsonObject { ["storageclass.kubernetes.io/is-default-class"] = "true" },
        },
        ["provisioner"] = "rancher.io/local-path",
        ["reclaimPolicy"] = "Delete",
        ["volumeBindingMode"] = "Immediate",
    };

    private static JsonObject KubernetesService() => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "kubernetes",
            ["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" },
        },
        ["spec"] = new JsonObject
        {
            ["type"] = "ClusterIP",
            ["clusterIP"] = "10.96.0.1",
            ["clusterIPs"] = new JsonArray("10.96.0.1"),
            ["sessionAffinity"] = "None",
            ["internalTrafficPolicy"] = "Cluster",
            ["ports"] = new JsonArray(
                new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443, ["targetPort"] = SecurePort }),
        },
    };

    private static JsonObject KubernetesEndpoints() => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = "kubernetes",
            ["labels"] = new JsonObject { ["kubernetes.io/service-name"] = "kubernetes" },
        },
        ["addressType"] = "IPv4",
        ["endpoints"] = new JsonArray(
            new JsonObject { ["addresses"] = new JsonArray("172.18.0.1"), ["conditions"] = new JsonObject { ["ready"] = true } }),
        ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = SecurePort, ["protocol"] = "TCP" }),
    };
}
