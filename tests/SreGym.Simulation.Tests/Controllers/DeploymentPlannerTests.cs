using System.Text.Json.Nodes;
using SreGym.Simulation.Controllers.Deployments;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Tests.Controllers;

public sealed class DeploymentPlannerTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Plan_New_CreatesReplicaSetThenStatus()
    {
        var plan = Plan(Deployment(2, "v1"));

        var create = Assert.IsType<DeploymentAction.CreateReplicaSet>(plan.Actions[0]);
        Assert.Equal(2, create.Replicas);
        Assert.Equal("1", create.Value.FindText("metadata", "annotations", "deployment.kubernetes.io/revision"));
        Assert.Equal(
            ["NewReplicaSetCreated", "NewReplicaSetCreated,MinimumReplicasUnavailable"],
            plan.Actions.OfType<DeploymentAction.WriteStatus>().Select(Reasons));
    }

    [Fact]
    public void Plan_NewTemplate_SurgesAndKeepsOldPods()
    {
        var plan = Plan(Deployment(2, "v2"), ReplicaSet("old", "v1", 2, available: 2, revision: 1));

        Assert.Equal(1, Assert.Single(plan.Actions.OfType<DeploymentAction.CreateReplicaSet>()).Replicas);
        Assert.Empty(plan.Actions.OfType<DeploymentAction.ScaleReplicaSet>());
    }

    [Fact]
    public void Plan_NewPodsNotAvailable_KeepsOldPods()
    {
        var plan = Plan(
            Deployment(2, "v2", revision: 2),
            ReplicaSet("old", "v1", 2, available: 2, revision: 1),
            ReplicaSet("new", "v2", 1, available: 0, revision: 2));

        Assert.Empty(plan.Actions.OfType<DeploymentAction.ScaleReplicaSet>());
    }

    [Fact]
    public void Plan_NewPodAvailable_TakesOneOldPodAway()
    {
        var plan = Plan(
            Deployment(2, "v2", revision: 2),
            ReplicaSet("old", "v1", 2, available: 2, revision: 1),
            ReplicaSet("new", "v2", 1, available: 1, revision: 2));

        Assert.Equal(("old", 2, 1), Scaled(plan));
    }

    [Fact]
    public void Plan_OldTemplateAgain_RaisesItsRevision()
    {
        var plan = Plan(
            Deployment(2, "v1", revision: 2),
            ReplicaSet("old", "v1", 0, available: 0, revision: 1),
            ReplicaSet("new", "v2", 2, available: 2, revision: 2));

        var annotate = Assert.Single(plan.Actions.OfType<DeploymentAction.AnnotateReplicaSet>());
        Assert.Equal("3", annotate.Annotations["deployment.kubernetes.io/revision"]);
        Assert.Equal("1", annotate.Annotations["deployment.kubernetes.io/revision-history"]);
    }

    [Fact]
    public void Plan_Recreate_EmptiesOldFirst()
    {
        var deployment = Deployment(2, "v2");
        deployment["spec"]!["strategy"] = new JsonObject { ["type"] = "Recreate" };

        var plan = Plan(deployment, ReplicaSet("old", "v1", 2, available: 2, revision: 1));

        Assert.Equal(("old", 2, 0), Scaled(plan));
        Assert.Empty(plan.Actions.OfType<DeploymentAction.CreateReplicaSet>());
    }

    [Fact]
    public void Plan_DeadlinePassed_SaysSoOnce()
    {
        var deployment = Deployment(2, "v1", revision: 1);
        deployment["status"] = JsonNode.Parse("""
            { "observedGeneration": 1, "replicas": 2, "updatedReplicas": 2, "unavailableReplicas": 2, "terminatingReplicas": 0, "conditions": [
              { "type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated", "lastUpdateTime": "2025-12-31T23:40:00Z",
                "lastTransitionTime": "2025-12-31T23:40:00Z", "message": "" }] }
            """);

        var plan = Plan(deployment, ReplicaSet("geo-1", "v1", 2, available: 0, revision: 1));

        var write = Assert.Single(plan.Actions.OfType<DeploymentAction.WriteStatus>());
        Assert.Contains("ProgressDeadlineExceeded", Reasons(write), StringComparison.Ordinal);
        Assert.Null(plan.LookAgain);
    }

    [Fact]
    public void Plan_Scaled_ResizesWithoutRollout()
    {
        var plan = Plan(Deployment(5, "v1", revision: 1), ReplicaSet("geo-1", "v1", 2, available: 2, revision: 1));

        Assert.Equal(("geo-1", 2, 5), Scaled(plan));
    }

    private static (string, int, int) Scaled(DeploymentPlan plan)
    {
        var scale = Assert.Single(plan.Actions.OfType<DeploymentAction.ScaleReplicaSet>());
        return (scale.Name, scale.From, scale.To);
    }

    private static string Reasons(DeploymentAction.WriteStatus write) =>
        string.Join(',', write.Status["conditions"]!.AsArray().Select(condition => condition!["reason"]!.GetValue<string>()));

    private static DeploymentPlan Plan(JsonObject deployment, params ReplicaSetView[] sets) =>
        DeploymentPlanner.Plan(new DeploymentView(deployment), sets, _ => false, s_now);

    private static JsonObject Deployment(int replicas, string image, int? revision = null) => JsonNode.Parse($$"""
        {
          "metadata": { "name": "geo", "namespace": "ns", "uid": "d", "generation": 1,
            "annotations": { {{(revision is null ? "" : $"\"deployment.kubernetes.io/revision\": \"{revision}\"")}} } },
          "spec": {
            "replicas": {{replicas}}, "progressDeadlineSeconds": 600,
            "strategy": { "type": "RollingUpdate", "rollingUpdate": { "maxSurge": "25%", "maxUnavailable": "25%" } },
            "selector": { "matchLabels": { "app": "geo" } },
            "template": { "metadata": { "labels": { "app": "geo" } }, "spec": { "containers": [{ "name": "c", "image": "{{image}}" }] } }
          },
          "status": {}
        }
        """)!.AsObject();

    private static ReplicaSetView ReplicaSet(string name, string image, int replicas, int available, int revision) => new(JsonNode.Parse($$"""
        {
          "metadata": { "name": "{{name}}", "namespace": "ns", "uid": "{{name}}", "creationTimestamp": "2025-12-31T0{{revision}}:00:00Z",
            "annotations": {
              "deployment.kubernetes.io/revision": "{{revision}}",
              "deployment.kubernetes.io/desired-replicas": "2",
              "deployment.kubernetes.io/max-replicas": "3" } },
          "spec": { "replicas": {{replicas}}, "template": {
            "metadata": { "labels": { "app": "geo", "pod-template-hash": "x" } },
            "spec": { "containers": [{ "name": "c", "image": "{{image}}" }] } } },
          "status": { "replicas": {{replicas}}, "availableReplicas": {{available}}, "readyReplicas": {{available}}, "terminatingReplicas": 0 }
        }
        """)!.AsObject());
}
