using System.Globalization;

namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>Has every node of the real cluster pull an image, by a pod of the test's own in namespace <c>default</c> that is gone afterwards.</summary>
internal static class PullTry
{
    private const string Pod = "pull-try";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>What each node answers: <c>pulled</c>, or the message of the failure.</summary>
    public static async Task<IReadOnlyList<string>> OnEveryNodeAsync(string kubeconfig, string image, CancellationToken cancellationToken)
    {
        var nodes = await RealCluster.KubectlAsync(kubeconfig, ["get", "nodes", "-o", "name"], cancellationToken);
        var answers = new List<string>();
        foreach (var node in nodes.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            answers.Add(await AskAsync(kubeconfig, node.Split('/')[^1], image, cancellationToken));
        }

        return answers;
    }

    private static async Task<string> AskAsync(string kubeconfig, string node, string image, CancellationToken cancellationToken)
    {
        var overrides = $$"""{"spec":{"nodeName":"{{node}}","terminationGracePeriodSeconds":0} }""";
        await RealCluster.KubectlAsync(
            kubeconfig,
            ["run", Pod, "--image", image, "--image-pull-policy", "Always", "--restart", "Never", "--overrides", overrides],
            cancellationToken);
        try
        {
            using var limit = new CancellationTokenSource(s_limit);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            while (true)
            {
                // Pulled, or failed: the kubelet tells either of them in the pod's status.
                var state = await RealCluster.KubectlAsync(
                    kubeconfig,
                    [
                        "get", "pod", Pod, "-o",
                        "jsonpath={.status.containerStatuses[0].imageID}|{.status.containerStatuses[0].state.waiting.reason}|{.status.containerStatuses[0].state.waiting.message}",
                    ],
                    either.Token);
                var parts = state.Split('|', 3);
                if (parts[0].Length > 0)
                {
                    return "pulled";
                }

                if (parts[1] == "ErrImagePull")
                {
                    return string.Create(CultureInfo.InvariantCulture, $"{parts[1]}: {parts[2]}");
                }
            }
        }
        finally
        {
            await RealCluster.KubectlAsync(kubeconfig, ["delete", "pod", Pod, "--wait=true"], CancellationToken.None);
        }
    }
}
