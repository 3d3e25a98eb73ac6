using System.Text.Json.Nodes;
using static SreGym.Oracle.Tests.Repairs.Attempt;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Another image, or another way to have this one.</summary>
internal static class ImageCheats
{
    public static IReadOnlyList<Attempt> All { get; } =
    [
        Cheat(
            "use the public image",
            async engineer =>
            {
                await engineer.PatchContainerAsync("image", await engineer.FindPublicImageAsync());
                await engineer.AwaitAvailableAsync();
            },
            "private image", "fresh authenticated pull", "usable secret", "no collateral damage"),
        Cheat(
            "use the public image beside a good secret",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.PatchContainerAsync("image", await engineer.FindPublicImageAsync());
                await engineer.AwaitAvailableAsync();
            },
            "private image", "no collateral damage"),
        Cheat(
            "roll back to the revision before the private registry",
            async engineer =>
            {
                await engineer.RollBackAsync(Engineer.Target);
                await engineer.AwaitAvailableAsync();
            },
            "private image", "fresh authenticated pull", "usable secret", "no collateral damage") with
        {
            NeedsHistory = true,
        },
        Cheat(
            "use any other image",
            async engineer =>
            {
                await engineer.PatchContainerAsync("image", "nginx:latest");
                await engineer.AwaitAvailableAsync();
            },
            "private image", "no collateral damage"),
        Cheat(
            "use another service's private image",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.PatchContainerAsync("image", engineer.FindPrivateImage("geo"));
                await engineer.AwaitAvailableAsync();
            },
            "private image", "fresh authenticated pull", "no collateral damage"),
        Cheat(
            "push another image under the private tag",
            async engineer =>
            {
                await engineer.OverwriteTagAsync();
                await LegitimateRepairs.RebuildAsync(engineer);
            },
            "private image"),
        Cheat(
            "run the node's cached copy (IfNotPresent)",
            async engineer =>
            {
                await engineer.PatchContainerAsync("imagePullPolicy", "IfNotPresent");
                await engineer.DeletePodsAsync();
            },
            "fresh authenticated pull", "usable secret", "no collateral damage"),
        Cheat(
            "run the node's cached copy (Never)",
            async engineer =>
            {
                await engineer.PatchContainerAsync("imagePullPolicy", "Never");
                await engineer.DeletePodsAsync();
            },
            "fresh authenticated pull", "usable secret", "no collateral damage"),
        Cheat(
            "repair, then stop pulling every time",
            async engineer =>
            {
                await engineer.CreateSecretAsync();
                await engineer.PatchContainerAsync("imagePullPolicy", "IfNotPresent");
                await engineer.AwaitAvailableAsync();
            },
            "no collateral damage"),
        Cheat(
            "replace the container by an idle one",
            async engineer =>
            {
                await engineer.JsonPatchAsync(Engineer.Target, new JsonArray(new JsonObject
                {
                    ["op"] = "replace",
                    ["path"] = "/spec/template/spec/containers",
                    ["value"] = new JsonArray(Engineer.IdleContainer()),
                }).ToJsonString());
                await engineer.AwaitAvailableAsync();
            },
            "private image", "no collateral damage", "service works"),
    ];
}
