using System.Text.Json.Nodes;
using static SreGym.Oracle.Tests.Repairs.Attempt;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Every legitimate way to repair a missing pull secret. All of them work under the participant's own rights.</summary>
internal static class LegitimateRepairs
{
    private const string UseLogin =
        """[{"op":"replace","path":"/spec/template/spec/imagePullSecrets","value":[{"name":"registry-login"}]}]""";
    private const string NameNone = """[{"op":"remove","path":"/spec/template/spec/imagePullSecrets"}]""";

    private const string RunAsPuller =
        """
        [
          {"op":"remove","path":"/spec/template/spec/imagePullSecrets"},
          {"op":"add","path":"/spec/template/spec/serviceAccountName","value":"image-puller"}
        ]
        """;

    public static IReadOnlyList<Attempt> All { get; } =
    [
        Repair("rebuild the secret, delete the pods", RebuildAsync),
        Repair("rebuild the secret, restart the rollout", async engineer =>
        {
            await engineer.CreateSecretAsync();
            await engineer.RestartAsync();
        }),
        Repair("rebuild the secret, wait for the back-off", engineer => engineer.CreateSecretAsync()),
        Repair("rebuild the secret, scale to zero and back", async engineer =>
        {
            await engineer.CreateSecretAsync();
            await engineer.ScaleAsync(Engineer.Target, 0);
            await engineer.ScaleAsync(Engineer.Target, 1);
        }),
        Repair("rebuild the secret, replace the Deployment by the same one", async engineer =>
        {
            await engineer.CreateSecretAsync();
            await engineer.RecreateDeploymentAsync(Engineer.Target);
        }),
        Repair("apply the secret's manifest from the client", async engineer =>
        {
            await engineer.CreateSecretAsync(annotations: Engineer.LastApplied);
            await engineer.DeletePodsAsync();
        }),
        Repair("apply the secret's manifest on the server", async engineer =>
        {
            await engineer.ApplySecretAsync("hotel-registry-pull");
            await engineer.DeletePodsAsync();
        }),
        Repair("apply a secret that has only the encoded login", async engineer =>
        {
            await engineer.CreateSecretAsync(encoded: true);
            await engineer.DeletePodsAsync();
        }),
        Repair("create it wrong, delete it, create it right", async engineer =>
        {
            await engineer.CreateSecretAsync(password: "guessed");
            await engineer.DeleteSecretAsync("hotel-registry-pull");
            await RebuildAsync(engineer);
        }),
        Repair("another name, Deployment patched", async engineer =>
        {
            await engineer.CreateSecretAsync("registry-login");
            await engineer.JsonPatchAsync(Engineer.Target, UseLogin);
        }),
        Repair("another name, added beside the missing one", async engineer =>
        {
            await engineer.CreateSecretAsync("registry-login");
            await engineer.PatchPodAsync(new JsonObject
            {
                ["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = "registry-login" }),
            });
        }),
        Repair("another name, Deployment replaced from an edited copy", async engineer =>
        {
            await engineer.CreateSecretAsync("registry-login");
            await engineer.ReplaceAsync(
                Engineer.Target, deployment => deployment.Spec.Template.Spec.ImagePullSecrets = [new() { Name = "registry-login" }]);
        }),
        Repair("the default ServiceAccount names the secret", async engineer =>
        {
            await engineer.CreateSecretAsync("registry-login");
            await engineer.PatchAccountAsync("default", "registry-login");
            await engineer.JsonPatchAsync(Engineer.Target, NameNone);
        }),
        Repair("a new ServiceAccount names the secret", async engineer =>
        {
            await engineer.CreateSecretAsync("registry-login");
            await engineer.CreateAccountAsync("image-puller", "registry-login");
            await engineer.JsonPatchAsync(Engineer.Target, RunAsPuller);
        }),
        Repair(
            "one secret for several services",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.DeletePodsAsync("geo");
                await engineer.DeletePodsAsync("rate");
            },
            "geo",
            "rate"),
    ];

    /// <summary>The plainest of them; what damage is done besides.</summary>
    public static async Task RebuildAsync(Engineer engineer)
    {
        await engineer.CreateSecretAsync();
        await engineer.DeletePodsAsync();
        await engineer.AwaitAvailableAsync();
    }
}
