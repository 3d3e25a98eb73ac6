using System.Text.Json.Nodes;
using k8s;
using SreGym.Nodes;
using SreGym.Problems.Baselines;
using SreGym.Problems.ImagePull.MissingImagePullSecret;

namespace SreGym.Problems.Tests.Locks;

public sealed class PublicRegistryBlockTests
{
    private const string Namespace = "platform-registry";
    private const string Name = "registry-policy";
    private static readonly NodeHosts s_nowhere = NodeHosts.Nowhere("ghcr.io");

    [Fact]
    public void Allowed_PodsThatComeWithTheFault_AreNoDamage() => Assert.True(IsAllowed(Pods(s_nowhere)));

    [Fact]
    public void Allowed_PodsThatGiveNodesAnythingElse_AreDamage()
    {
        var credentials = Pods(s_nowhere);
        credentials["spec"]!["template"]!["spec"]!["containers"]![0]!["command"]!.AsArray()[2] = "echo credentials >/host/var/lib/kubelet/config.json";
        var second = Pods(s_nowhere);
        second["spec"]!["template"]!["spec"]!["initContainers"] = new JsonArray(new JsonObject { ["name"] = "another" });
        var elsewhere = Pods(NodeHosts.PlainHttp("ghcr.io"));
        var misplaced = Pods(s_nowhere);
        misplaced["metadata"]!["namespace"] = "hotel-reservation";

        Assert.All([credentials, second, elsewhere, misplaced], pods => Assert.False(IsAllowed(pods)));
    }

    private static bool IsAllowed(JsonObject pods)
    {
        var now = new Baseline(new Dictionary<string, JsonObject> { [Name] = pods });
        var difference = Assert.Single(BaselineComparison.Compare(new Baseline(new Dictionary<string, JsonObject>()), now));
        return MissingImagePullSecret.Problem.AllowedDifferences.Any(rule => rule.Covers(difference, ["recommendation"], now));
    }

    // As the API server gives it back: without variables' empty values.
    private static JsonObject Pods(NodeHosts hosts)
    {
        var pods = (JsonObject)JsonNode.Parse(KubernetesJson.Serialize(NodeHostsPods.DaemonSetOnEveryNode(Name, Namespace, hosts, "busybox:1.36")))!;
        foreach (var variable in pods["spec"]!["template"]!["spec"]!["containers"]![0]!["env"]!.AsArray().OfType<JsonObject>())
        {
            if ((string?)variable["value"] == "")
            {
                variable.Remove("value");
            }
        }

        return pods;
    }
}
