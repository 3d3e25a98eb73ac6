using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet;

/// <summary>Registers the node, renews its lease every ten seconds and reports its conditions every five minutes.</summary>
internal sealed class NodeHeartbeat(ClusterContext cluster, string name, int number, string address, KubeletVersion version)
{
    private const string LeaseNamespace = "kube-node-lease";
    private const int LeaseSeconds = 40;
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_report = TimeSpan.FromMinutes(5);

    public void Register()
    {
        var node = cluster.Api.Create(ResourceTypes.Nodes, null, NodeObject.Make(cluster, name, number, address, version));
        cluster.Api.Create(ResourceTypes.Leases, LeaseNamespace, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = LeaseNamespace,
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = "v1",
                    ["kind"] = "Node",
                    ["name"] = name,
                    ["uid"] = node.Uid,
                }),
            },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = name,
                ["leaseDurationSeconds"] = LeaseSeconds,
                ["renewTime"] = KubernetesTime.FormatMicro(cluster.Now),
            },
        });
        cluster.Loop.After(s_renewal, Renew);
        cluster.Loop.After(s_report, Report);
    }

    private void Renew()
    {
        cluster.Api.Mutate(
            ResourceTypes.Leases, LeaseNamespace, name, lease => lease.GetOrAddObject("spec")["renewTime"] = KubernetesTime.FormatMicro(cluster.Now));
        cluster.Loop.After(s_renewal, Renew);
    }

    private void Report()
    {
        cluster.Api.Mutate(
            ResourceTypes.Nodes,
            null,
            name,
            node =>
            {
                foreach (var condition in node.Objects("status", "conditions"))
                {
                    condition["lastHeartbeatTime"] = KubernetesTime.Format(cluster.Now);
                }
            },
            "status");
        cluster.Loop.After(s_report, Report);
    }
}
