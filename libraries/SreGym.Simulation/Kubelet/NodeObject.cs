using System.Text.Json.Nodes;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Kubelet;

/// <summary>A Node as a kubelet registers it.</summary>
internal static class NodeObject
{
    public static JsonObject Make(ClusterContext cluster, string name, int number, string address, KubeletVersion version)
    {
        var now = KubernetesTime.Format(cluster.Now);
        var seed = cluster.Seed;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = Labels(name),
                ["annotations"] = new JsonObject
                {
                    ["node.alpha.kubernetes.io/ttl"] = "0",
                    ["volumes.kubernetes.io/controller-managed-attach-detach"] = "true",
                },
            },
            ["spec"] = new JsonObject { ["podCIDR"] = $"10.244.{number - 1}.0/24", ["podCIDRs"] = new JsonArray($"10.244.{number - 1}.0/24") },
            ["status"] = new JsonObject
            {
                ["capacity"] = Resources(),
                ["allocatable"] = Resources(),
                ["conditions"] = new JsonArray(
                    Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available", now),
                    Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure", now),
                    Condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available", now),
                    Condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now)),
                ["addresses"] = new JsonArray(
                    new JsonObject { ["type"] = "InternalIP", ["address"] = address },
                    new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = 10250 } },
                ["nodeInfo"] = new JsonObject
                {
                    ["machineID"] = seed.Hex(32, "machine-id", name),
                    ["systemUUID"] = seed.Uid("system-uuid", name),
                    ["bootID"] = seed.Uid("boot-id", name),
                    ["kernelVersion"] = "6.1.0-31-amd64",
                    ["osImage"] = "Debian GNU/Linux 12 (bookworm)",
                    ["containerRuntimeVersion"] = "containerd://2.1.9",
                    ["kubeletVersion"] = version.Full,
                    ["kubeProxyVersion"] = "",
                    ["operatingSystem"] = "linux",
                    ["architecture"] = "amd64",
                },
            },
        };
    }

    private static JsonObject Labels(string name) => new()
    {
        ["beta.kubernetes.io/arch"] = "amd64",
        ["beta.kubernetes.io/os"] = "linux",
        ["kubernetes.io/arch"] = "amd64",
        ["kubernetes.io/hostname"] = name,
        ["kubernetes.io/os"] = "linux",
    };

    private static JsonObject Resources() => new()
    {
        ["cpu"] = "8",
        ["ephemeral-storage"] = "102625208Ki",
        ["hugepages-2Mi"] = "0",
        ["memory"] = "32878300Ki",
        ["pods"] = "110",
    };

    private static JsonObject Condition(string type, string status, string reason, string message, string now) => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastHeartbeatTime"] = now,
        ["lastTransitionTime"] = now,
        ["reason"] = reason,
        ["message"] = message,
    };
}
