using System.Text.Json.Nodes;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Legitimate ways to repair a pull secret whose token has expired, under the participant's own rights.</summary>
internal static class ExpiredTokenRepairs
{
    public static IReadOnlyList<Attempt> All { get; } =
    [
        Repair("write the present token into the secret, delete the pods", async engineer =>
        {
            await engineer.WriteTokenAsync();
            await engineer.DeletePodsAsync();
        }),
        Repair("delete the secret, create it anew", async engineer =>
        {
            await engineer.DeleteSecretAsync("hotel-registry-pull");
            await LegitimateRepairs.RebuildAsync(engineer);
        }),
        Repair("another secret, added beside the expired one", async engineer =>
        {
            await engineer.CreateSecretAsync("registry-login");
            await engineer.PatchPodAsync(new JsonObject
            {
                ["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = "registry-login" }),
            });
        }),
    ];

    private static Attempt Repair(string name, Func<Engineer, Task> act) => Attempt.Repair(name, act) with { Problem = Attempts.ExpiredToken };
}
