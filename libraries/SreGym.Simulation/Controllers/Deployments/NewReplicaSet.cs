using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>The ReplicaSet of a Deployment's current template.</summary>
internal static class NewReplicaSet
{
    public static ReplicaSetView Make(DeploymentView deployment, IReadOnlyList<ReplicaSetView> others, long revision)
    {
        var hash = PodTemplateHash.Compute(deployment.Template, (int?)deployment.Status.FindNumber("collisionCount"));
        var template = (JsonObject)deployment.Template.DeepClone();
        template.GetOrAddObject("metadata").GetOrAddObject("labels")[ReplicaSetView.HashLabel] = hash;
        var selector = (JsonObject)deployment.Selector.DeepClone();
        selector.GetOrAddObject("matchLabels")[ReplicaSetView.HashLabel] = hash;
        var replicas = deployment.IsRecreate
            ? deployment.Replicas
            : RollingUpdate.NewReplicas(deployment.Replicas, deployment.Limits.MaxSurge, others.Sum(set => set.Replicas), 0);
        var spec = new JsonObject { ["replicas"] = replicas };
        if (deployment.MinReadySeconds > 0)
        {
            spec["minReadySeconds"] = deployment.MinReadySeconds;
        }

        spec["selector"] = selector;
        spec["template"] = template;
        return new ReplicaSetView(new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ReplicaSet",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{deployment.Name}-{hash}",
                ["namespace"] = deployment.Namespace,
                ["labels"] = template.FindObject("metadata", "labels")!.DeepClone(),
                ["annotations"] = Annotations(deployment, revision),
                ["ownerReferences"] = new JsonArray(ControllerReference.To("apps/v1", "Deployment", deployment.Name, deployment.Uid)),
            },
            ["spec"] = spec,
        });
    }

    private static JsonObject Annotations(DeploymentView deployment, long revision) =>
        new(ReplicaSetAnnotations.ForNewReplicaSet(deployment, null, revision)
            .OrderBy(annotation => annotation.Key, StringComparer.Ordinal)
            .Select(annotation => KeyValuePair.Create(annotation.Key, (JsonNode?)annotation.Value)));
}
