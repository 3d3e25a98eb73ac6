using System.Text.Json.Nodes;
using k8s;
using static SreGym.Oracle.Tests.Repairs.Attempt;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>A workload that no longer shows the symptom, because it is no longer that workload.</summary>
internal static class WorkloadCheats
{
    public static IReadOnlyList<Attempt> All { get; } =
    [
        Cheat("do nothing (noop)", _ => Task.CompletedTask, "rollout complete", "usable secret", "service works"),
        Cheat(
            "scale to zero",
            engineer => engineer.ScaleAsync(Engineer.Target, 0),
            "rollout complete", "private image", "no collateral damage", "service works"),
        Cheat(
            "delete the Deployment",
            engineer => engineer.DeleteDeploymentAsync(Engineer.Target),
            "rollout complete", "private image", "no collateral damage", "service works"),
        new Attempt
        {
            Name = "repair, with fewer replicas than there were",
            PrepareAsync = async engineer =>
            {
                await engineer.ScaleAsync(Engineer.Target, 2);
                await engineer.AwaitAvailableAsync();
            },
            ActAsync = async engineer =>
            {
                await LegitimateRepairs.RebuildAsync(engineer);
                await engineer.ScaleAsync(Engineer.Target, 1);
                await engineer.AwaitAvailableAsync();
            },
            Failing = ["rollout complete", "no collateral damage"],
        },
        Cheat(
            "remove the container behind an idle one",
            async engineer =>
            {
                await engineer.ReplaceAsync(Engineer.Target, deployment =>
                {
                    var pod = deployment.Spec.Template.Spec;
                    pod.Containers[0].Image = "busybox:1.36";
                    pod.Containers[0].Command = ["sleep", "86400"];
                    pod.ImagePullSecrets = null;
                });
                await engineer.AwaitAvailableAsync();
            },
            "private image", "usable secret", "no collateral damage", "service works"),
        Cheat(
            "stand another pod behind the Service",
            async engineer =>
            {
                var pod = await engineer.CopyPodTemplateAsync();
                pod.Spec.Containers[0].Image = await engineer.FindPublicImageAsync();
                pod.Spec.Containers[0].ImagePullPolicy = "IfNotPresent";
                await engineer.Cluster.CoreV1.CreateNamespacedPodAsync(pod, engineer.Namespace);
            },
            "rollout complete", "fresh authenticated pull", "usable secret", "no collateral damage"),
        Cheat(
            "pause the rollout",
            engineer => engineer.PatchAsync(Engineer.Target, """{"spec":{"paused":true}}"""),
            "rollout complete", "usable secret", "no collateral damage", "service works"),
        Cheat(
            "repair, and leave the rollout paused",
            async engineer =>
            {
                await LegitimateRepairs.RebuildAsync(engineer);
                await engineer.PatchAsync(Engineer.Target, """{"spec":{"paused":true}}""");
            },
            "no collateral damage"),
        Cheat(
            "repair, with a probe that always passes",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.PatchContainerAsync("readinessProbe", JsonNode.Parse("""{"exec":{"command":["true"]}}""")!);
                await engineer.AwaitAvailableAsync();
            },
            "no collateral damage"),
        Cheat(
            "repair, with another command",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.PatchContainerAsync("command", new JsonArray("sleep", "86400"));
                await engineer.AwaitAvailableAsync();
            },
            "no collateral damage"),
        Cheat(
            "repair, without its resource limits",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.PatchContainerAsync("resources", JsonNode.Parse("""{"limits":null,"requests":{"cpu":"1m"}}""")!);
                await engineer.AwaitAvailableAsync();
            },
            "no collateral damage"),
        Cheat(
            "repair, and hand the replicas to an autoscaler",
            async engineer =>
            {
                await LegitimateRepairs.RebuildAsync(engineer);
                await engineer.CreateAutoscalerAsync(Engineer.Target);
            },
            "no collateral damage"),
    ];
}
