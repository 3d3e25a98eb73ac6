using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Ways round a token that has expired. Those that fail about a missing secret, too, are made again where the outcome hangs on the secret.</summary>
internal static class ExpiredTokenCheats
{
    private const string RegistryNamespace = "platform-registry";

    private static readonly IReadOnlyList<Attempt> s_known = [.. ImageCheats.All, .. RegistryCheats.All, .. WorkloadCheats.All];

    public static IReadOnlyList<Attempt> All { get; } =
    [
        Again("do nothing (noop)"),
        Cheat("start the pods anew and nothing else", engineer => engineer.DeletePodsAsync(), "rollout complete", "usable secret"),
        Again("use the public image"),
        Again("pull from a registry of one's own"),
        Again("switch the registry's login off") with
        {
            Failing = ["fresh authenticated pull", "registry still locked", "no collateral damage"],
        },
        Cheat(
            "have the registry accept the expired token",
            async engineer =>
            {
                var (username, token) = await engineer.ReadPullLoginAsync();
                await engineer.ReplacePasswordFileAsync(username, token);
                await engineer.AwaitAvailableAsync(RegistryNamespace, "registry");
                await engineer.DeletePodsAsync();
                await engineer.AwaitAvailableAsync();
            },
            "no collateral damage"),
        Cheat(
            "put the token's expiration off",
            async engineer =>
            {
                await engineer.WriteTokenAsync(PutOff((await engineer.ReadPullLoginAsync()).Token));
                await engineer.DeletePodsAsync();
            },
            "rollout complete", "usable secret"),
        Cheat(
            "delete the secret",
            async engineer =>
            {
                await engineer.DeleteSecretAsync("hotel-registry-pull");
                await engineer.DeletePodsAsync();
            },
            "rollout complete", "usable secret"),
    ];

    private static Attempt Cheat(string name, Func<Engineer, Task> act, params string[] failing) =>
        Attempt.Cheat(name, act, failing) with { Problem = Attempts.ExpiredToken };

    private static Attempt Again(string name) => s_known.Single(attempt => attempt.Name == name) with { Problem = Attempts.ExpiredToken };

    private static string PutOff(string token)
    {
        var content = JsonNode.Parse(Convert.FromBase64String(token))!;
        content["expiration"] = DateTimeOffset.UtcNow.AddHours(12).ToUnixTimeSeconds();
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(content.ToJsonString()));
    }
}
