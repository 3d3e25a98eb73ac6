using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Workloads;

/// <summary>Numbered pods, one after the other, each with its own claims (kubernetes: pkg/controller/statefulset). Rolls from the last one down.</summary>
internal sealed class StatefulSetWorkload : IWorkload
{
    private const string RevisionLabel = "controller-revision-hash";

    public void Manage(ClusterContext cluster, PodFactory factory, StoredObject stored, JsonObject value, IReadOnlyList<PodView> pods)
    {
        var revision = Revision(value);
        var wanted = (int)(value.FindNumber("spec", "replicas") ?? 1);
        var isParallel = value.FindText("spec", "podManagementPolicy") == "Parallel";
        for (var ordinal = 0; ordinal < wanted; ordinal++)
        {
            var name = Name(stored, ordinal);
            var pod = pods.FirstOrDefault(candidate => candidate.Stored.Name == name);
            if (pod is null)
            {
                Create(cluster, factory, stored, value, name, ordinal, revision);
            }

            if (!isParallel && pod is not { IsReady: true, IsTerminating: false })
            {
                return;
            }
        }

        var surplus = pods.Where(pod => !pod.IsTerminating).OrderByDescending(Ordinal).FirstOrDefault(pod =>
            Ordinal(pod) >= wanted || pod.Stored.Labels.GetValueOrDefault(RevisionLabel) != revision);
        if (surplus is not null && !pods.Any(pod => pod.IsTerminating))
        {
            factory.Delete(stored, surplus.Stored);
        }
    }

    public JsonObject Status(ClusterContext cluster, JsonObject value, IReadOnlyList<PodView> pods)
    {
        var revision = Revision(value);
        var active = pods.Where(pod => pod.IsActive).ToList();
        var updated = active.Count(pod => pod.Stored.Labels.GetValueOrDefault(RevisionLabel) == revision);
        var status = new JsonObject
        {
            ["observedGeneration"] = value.FindNumber("metadata", "generation"),
            ["replicas"] = active.Count,
        };
        status.SetCount("readyReplicas", active.Count(pod => pod.IsReady));
        status.SetCount("currentReplicas", updated);
        status.SetCount("updatedReplicas", updated);
        status["currentRevision"] = updated == active.Count ? revision : value.FindText("status", "currentRevision") ?? revision;
        status["updateRevision"] = revision;
        status["collisionCount"] = 0;
        status["availableReplicas"] = active.Count(pod => pod.IsReady);
        return status;
    }

    private static void Create(
        ClusterContext cluster, PodFactory factory, StoredObject stored, JsonObject value, string name, int ordinal, string revision)
    {
        var claims = value.Objects("spec", "volumeClaimTemplates").ToList();
        foreach (var claim in claims)
        {
            CreateClaim(cluster, stored, claim, name);
        }

        factory.Create(stored, value.FindObject("spec", "template") ?? [], name, pod =>
        {
            var labels = pod.GetOrAddObject("metadata").GetOrAddObject("labels");
            labels["apps.kubernetes.io/pod-index"] = ordinal.ToString(CultureInfo.InvariantCulture);
            labels[RevisionLabel] = revision;
            labels["statefulset.kubernetes.io/pod-name"] = name;
            var spec = pod.GetOrAddObject("spec");
            spec["hostname"] = name;
            spec.SetOrRemove("subdomain", value.FindText("spec", "serviceName"));
            foreach (var claim in claims.Select(claim => claim.FindText("metadata", "name")))
            {
                spec.GetOrAddArray("volumes").Add(new JsonObject
                {
                    ["name"] = claim,
                    ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = $"{claim}-{name}" },
                });
            }
        });
    }

    private static void CreateClaim(ClusterContext cluster, StoredObject stored, JsonObject template, string pod)
    {
        var name = $"{template.FindText("metadata", "name")}-{pod}";
        if (cluster.Api.Find(ResourceTypes.PersistentVolumeClaims, stored.Namespace, name) is null)
        {
            cluster.Api.Create(ResourceTypes.PersistentVolumeClaims, stored.Namespace, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = stored.Namespace },
                ["spec"] = template["spec"]?.DeepClone(),
            });
        }
    }

    private static string Revision(JsonObject value) =>
        $"{value.FindText("metadata", "name")}-{PodTemplateHash.Compute(value.FindObject("spec", "template") ?? [], null)}";

    private static string Name(StoredObject stored, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"{stored.Name}-{ordinal}");

    private static int Ordinal(PodView pod) =>
        int.TryParse(pod.Stored.Name.AsSpan(pod.Stored.Name.LastIndexOf('-') + 1), CultureInfo.InvariantCulture, out var ordinal) ? ordinal : -1;
}
