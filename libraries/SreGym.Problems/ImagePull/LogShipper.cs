using System.Text.Json.Nodes;

namespace SreGym.Problems.ImagePull;

/// <summary>
/// A small workload that runs well from a public image and still names a pull secret that nobody has. The kubelet warns about it
/// just as it warns about the broken pods, so that the warning alone is no diagnosis.
/// </summary>
internal static class LogShipper
{
    public const string PullSecret = "log-archive-pull";

    public const string Image = "busybox:1.36";

    private static readonly string[] s_names = ["access-log-shipper", "audit-log-shipper", "slow-query-log-shipper", "gateway-log-shipper"];

    public static IReadOnlyList<string> ChooseNames(int count, long seed) =>
        [.. Enumerable.Range(0, count).Select(index => s_names[(int)((ulong)seed % (ulong)s_names.Length + (ulong)index) % s_names.Length])];

    public static JsonObject Create(string @namespace, string name, string image) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace, ["labels"] = Labels(name) },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 1,
            ["selector"] = new JsonObject { ["matchLabels"] = Labels(name) },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = Labels(name) },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "shipper",
                        ["image"] = image,
                        ["imagePullPolicy"] = "IfNotPresent",
                        ["command"] = new JsonArray("sh", "-c", "while true; do echo \"$(date -u) shipped 0 lines\"; sleep 60; done"),
                        ["resources"] = new JsonObject
                        {
                            ["requests"] = new JsonObject { ["cpu"] = "10m", ["memory"] = "16Mi" },
                            ["limits"] = new JsonObject { ["cpu"] = "50m", ["memory"] = "32Mi" },
                        },
                    }),
                    ["imagePullSecrets"] = new JsonArray(new JsonObject { ["name"] = PullSecret }),
                },
            },
        },
    };

    private static JsonObject Labels(string name) => new() { ["app"] = name };
}
