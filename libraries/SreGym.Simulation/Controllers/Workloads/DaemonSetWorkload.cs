using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Scheduling;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Workloads;

/// <summary>One pod on each node that takes it, updated one at a time (kubernetes: pkg/controller/daemon).</summary>
internal sealed class DaemonSetWorkload : IWorkload
{
    private const string RevisionLabel = "controller-revision-hash";

    public void Manage(ClusterContext cluster, PodFactory factory, StoredObject stored, JsonObject value, IReadOnlyList<PodView> pods)
    {
        var nodes = Nodes(cluster, value);
        foreach (var node in nodes.Where(node => !pods.Any(pod => PinnedNode(pod) == node && !pod.HasEnded)))
        {
            factory.Create(stored, value.FindObject("spec", "template") ?? [], change: pod => Pin(pod, node, Revision(value)));
        }

        foreach (var pod in pods.Where(pod => !pod.IsTerminating && (pod.HasEnded || !nodes.Contains(PinnedNode(pod)))))
        {
            factory.Delete(stored, pod.Stored);
        }

        var outdated = pods.FirstOrDefault(pod => !pod.IsTerminating && pod.Stored.Labels.GetValueOrDefault(RevisionLabel) != Revision(value));
        if (outdated is not null && value.FindText("spec", "updateStrategy", "type") != "OnDelete" && pods.All(pod => pod.IsReady || pod == outdated))
        {
            factory.Delete(stored, outdated.Stored);
        }
    }

    public JsonObject Status(ClusterContext cluster, JsonObject value, IReadOnlyList<PodView> pods)
    {
        var nodes = Nodes(cluster, value);
        var active = pods.Where(pod => pod.IsActive).ToList();
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = active.Count(pod => nodes.Contains(PinnedNode(pod))),
            ["numberMisscheduled"] = active.Count(pod => !nodes.Contains(PinnedNode(pod))),
            ["desiredNumberScheduled"] = nodes.Count,
            ["numberReady"] = active.Count(pod => pod.IsReady),
            ["observedGeneration"] = value.FindNumber("metadata", "generation"),
        };
        status.SetCount("updatedNumberScheduled", active.Count(pod => pod.Stored.Labels.GetValueOrDefault(RevisionLabel) == Revision(value)));
        status.SetCount("numberAvailable", active.Count(pod => pod.IsReady));
        status.SetCount("numberUnavailable", nodes.Count - active.Count(pod => pod.IsReady));
        return status;
    }

    private static List<string> Nodes(ClusterContext cluster, JsonObject value)
    {
        var pod = new JsonObject { ["spec"] = value.Find("spec", "template", "spec")?.DeepClone() };
        // Daemons run on cordoned nodes too, and do not mind what else runs there.
        return [.. cluster.Api.List(ResourceTypes.Nodes)
            .Select(node => NodeView.Of(node, []) with { IsUnschedulable = false })
            .Where(node => NodeFilter.Refuse(pod, node).Count == 0)
            .Select(node => node.Name)];
    }

    private static void Pin(JsonObject pod, string node, string revision)
    {
        pod.GetOrAddObject("metadata").GetOrAddObject("labels")[RevisionLabel] = revision;
        var spec = pod.GetOrAddObject("spec");
        spec.GetOrAddObject("affinity").GetOrAddObject("nodeAffinity")["requiredDuringSchedulingIgnoredDuringExecution"] = new JsonObject
        {
            ["nodeSelectorTerms"] = new JsonArray(new JsonObject
            {
                ["matchFields"] = new JsonArray(new JsonObject
                {
                    ["key"] = "metadata.name",
                    ["operator"] = "In",
                    ["values"] = new JsonArray(node),
                }),
            }),
        };
        var tolerations = spec.GetOrAddArray("tolerations");
        foreach (var (key, effect) in new[] { ("not-ready", "NoExecute"), ("unreachable", "NoExecute"), ("unschedulable", "NoSchedule") })
        {
            tolerations.Add(new JsonObject { ["key"] = $"node.kubernetes.io/{key}", ["operator"] = "Exists", ["effect"] = effect });
        }
    }

    private static string PinnedNode(PodView pod) => pod.Value
        .Objects("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
        .SelectMany(term => term.Objects("matchFields"))
        .SelectMany(field => field.Texts("values"))
        .FirstOrDefault() ?? pod.NodeName;

    private static string Revision(JsonObject value) => PodTemplateHash.Compute(value.FindObject("spec", "template") ?? [], null);
}
