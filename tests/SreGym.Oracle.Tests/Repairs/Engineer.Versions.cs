using System.Net;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Problems.Subjects;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Objects of kinds that older clusters keep under older versions.</summary>
internal sealed partial class Engineer
{
    /// <summary>Keeps a Deployment at one replica.</summary>
    public Task CreateAutoscalerAsync(string deployment) => CreateAsync(
        KubernetesResources.HorizontalPodAutoscalers,
        deployment,
        new JsonObject
        {
            ["maxReplicas"] = 1,
            ["scaleTargetRef"] = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment", ["name"] = deployment },
        });

    public Task ChangeAutoscalerAsync(string name) =>
        ChangeAsync(KubernetesResources.HorizontalPodAutoscalers, name, new JsonObject { ["maxReplicas"] = 2 });

    /// <summary>One that never runs.</summary>
    public Task CreateCronJobAsync(string name) => CreateAsync(
        KubernetesResources.CronJobs,
        name,
        JsonNode.Parse("""
            {"schedule":"0 0 1 1 *","suspend":true,"jobTemplate":{"spec":{"template":{"spec":
              {"restartPolicy":"Never","containers":[{"name":"report","image":"busybox:1.36","command":["true"]}]}}}}}
            """)!.AsObject());

    public Task ChangeCronJobAsync(string name) =>
        ChangeAsync(KubernetesResources.CronJobs, name, new JsonObject { ["schedule"] = "0 0 2 1 *" });

    public Task CreateDisruptionBudgetAsync(string deployment) => CreateAsync(
        KubernetesResources.PodDisruptionBudgets,
        deployment,
        new JsonObject
        {
            ["maxUnavailable"] = 0,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["io.kompose.service"] = deployment } },
        });

    public Task ChangeDisruptionBudgetAsync(string name) =>
        ChangeAsync(KubernetesResources.PodDisruptionBudgets, name, new JsonObject { ["maxUnavailable"] = 1 });

    private Task CreateAsync(KubernetesResource kind, string name, JsonObject spec) => InVersionThatIsServedAsync(kind, version =>
        Cluster.CustomObjects.CreateNamespacedCustomObjectAsync(
            new JsonObject
            {
                ["apiVersion"] = version.ApiVersion,
                ["kind"] = version.Kind,
                ["metadata"] = new JsonObject { ["name"] = name },
                ["spec"] = spec.DeepClone(),
            },
            version.Group, version.Version, Namespace, version.Plural));

    private Task ChangeAsync(KubernetesResource kind, string name, JsonObject spec) => InVersionThatIsServedAsync(kind, version =>
        Cluster.CustomObjects.PatchNamespacedCustomObjectAsync(
            new V1Patch(new JsonObject { ["spec"] = spec.DeepClone() }.ToJsonString(), V1Patch.PatchType.MergePatch),
            version.Group, version.Version, Namespace, version.Plural, name));

    private static async Task InVersionThatIsServedAsync(KubernetesResource kind, Func<KubernetesResource, Task<object>> act)
    {
        foreach (var version in kind.InEveryVersion)
        {
            try
            {
                await act(version);
                return;
            }
            catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
            {
            }
        }

        Assert.Fail($"The server serves {kind} in no version.");
    }
}
