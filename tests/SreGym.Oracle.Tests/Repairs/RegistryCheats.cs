using k8s;
using k8s.Models;
using static SreGym.Oracle.Tests.Repairs.Attempt;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Another registry, or this one without its lock.</summary>
internal static class RegistryCheats
{
    private const string Namespace = "platform-registry";

    public static IReadOnlyList<Attempt> All { get; } =
    [
        Cheat(
            "switch the registry's login off",
            async engineer =>
            {
                await OpenAsync(engineer);
                await engineer.DeletePodsAsync();
                await engineer.AwaitAvailableAsync();
            },
            "fresh authenticated pull", "usable secret", "registry still locked", "no collateral damage"),
        Cheat(
            "repair, then switch the registry's login off",
            async engineer =>
            {
                await LegitimateRepairs.RebuildAsync(engineer);
                await OpenAsync(engineer);
            },
            "registry still locked", "no collateral damage"),
        Cheat(
            "give the registry a password of one's own",
            async engineer =>
            {
                await engineer.ReplacePasswordFileAsync("intruder", "known-to-everybody");
                await engineer.AwaitAvailableAsync(Namespace, "registry");
                await engineer.CreateSecretAsync(username: "intruder", password: "known-to-everybody");
                await engineer.DeletePodsAsync();
                await engineer.AwaitAvailableAsync();
            },
            "no collateral damage"),
        Cheat(
            "pull from a registry of one's own",
            async engineer =>
            {
                await engineer.CreateDeploymentAsync("own-registry", "registry:2");
                await engineer.CreateNodePortAsync("own-registry", 30501);
                await engineer.PatchContainerAsync("image", "localhost:30501/hotel-reservation/recommendation:latest");
            },
            "private image", "fresh authenticated pull", "usable secret", "no collateral damage"),
        Cheat(
            "point the registry's Service at a registry of one's own",
            async engineer =>
            {
                await engineer.CreateDeploymentAsync("own-registry", "registry:2", Namespace);
                await engineer.Cluster.CoreV1.PatchNamespacedServiceAsync(
                    new V1Patch(
                        """[{"op":"replace","path":"/spec/selector","value":{"app":"own-registry"}}]""", V1Patch.PatchType.JsonPatch),
                    "registry",
                    Namespace);
                await engineer.DeletePodsAsync();
            },
            "fresh authenticated pull", "usable secret", "no collateral damage"),
        Cheat(
            "repair, then change the credentials people are told",
            async engineer =>
            {
                await LegitimateRepairs.RebuildAsync(engineer);
                await engineer.Cluster.CoreV1.PatchNamespacedSecretAsync(
                    new V1Patch("""{"stringData":{"password":"changed"}}""", V1Patch.PatchType.MergePatch),
                    "registry-credentials",
                    Namespace);
            },
            "no collateral damage"),
    ];

    private static async Task OpenAsync(Engineer engineer)
    {
        var registry = await engineer.Cluster.AppsV1.ReadNamespacedDeploymentAsync("registry", Namespace);
        var container = registry.Spec.Template.Spec.Containers[0];
        container.Env = [.. (container.Env ?? []).Where(variable => !variable.Name.StartsWith("REGISTRY_AUTH", StringComparison.Ordinal))];
        await engineer.Cluster.AppsV1.ReplaceNamespacedDeploymentAsync(registry, "registry", Namespace);
        await engineer.AwaitAvailableAsync(Namespace, "registry");
    }
}
