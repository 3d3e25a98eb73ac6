namespace SreGym.EndToEnd.Tests.Targets;

/// <summary>A look at what is on the real cluster's nodes, by a pod of the test's own in namespace <c>default</c>.</summary>
internal sealed class NodeFolder : IAsyncDisposable
{
    private const string Pod = "node-look";
    private const string Overrides = """
        {"spec":{"hostPID":true,"terminationGracePeriodSeconds":0,"containers":[{"name":"node-look","image":"busybox:1.36",
        "command":["sleep","3600"],"securityContext":{"privileged":true}}]}}
        """;

    private readonly string _kubeconfig;

    private NodeFolder(string kubeconfig)
    {
        _kubeconfig = kubeconfig;
    }

    public static async Task<NodeFolder> OpenAsync(string kubeconfig, CancellationToken cancellationToken)
    {
        await RealCluster.KubectlAsync(
            kubeconfig, ["run", Pod, "--image", "busybox:1.36", "--restart", "Never", "--overrides", Overrides], cancellationToken);
        await RealCluster.KubectlAsync(kubeconfig, ["wait", "--for=condition=Ready", $"pod/{Pod}", "--timeout=60s"], cancellationToken);
        return new NodeFolder(kubeconfig);
    }

    /// <summary>The folders of registries, where the node's containerd looks for them.</summary>
    public async Task<string> ListAsync(CancellationToken cancellationToken) => await RealCluster.KubectlAsync(
        _kubeconfig,
        ["exec", Pod, "--", "sh", "-c", """
            process=/proc/$(pidof containerd | cut -d ' ' -f 1)
            cd "$process/root"
            config=$(tr '\0' '\n' <"$process/cmdline" | grep toml || echo /etc/containerd/config.toml)
            path=$(sed -n 's/^ *config_path *= *"\([^":]*\).*/\1/p' ".$config" | head -n 1)
            ls -1 ".${path:-/etc/containerd}"
            """],
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await RealCluster.KubectlAsync(_kubeconfig, ["delete", "pod", Pod], CancellationToken.None);
        // Nothing of the test's own may look like something of an episode's.
        await RealCluster.KubectlAsync(
            _kubeconfig, ["delete", "events", "--field-selector", $"involvedObject.name={Pod}"], CancellationToken.None);
    }
}
