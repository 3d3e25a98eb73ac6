using k8s.Models;
using SreGym.Conductor.Targets.Real;

namespace SreGym.Conductor.Tests.Targets;

public sealed class RegistryWaysTests
{
    [Theory]
    [InlineData("iptables", "localhost:<nodePort> likely (kube-proxy iptables)")]
    [InlineData("", "localhost:<nodePort> likely (kube-proxy iptables)")]
    [InlineData("ipvs", "localhost:<nodePort> unlikely (kube-proxy ipvs)")]
    [InlineData(null, "localhost:<nodePort> unknown (nothing says how kube-proxy runs)")]
    public void Find_ModeOfKubeProxy_DecidesAboutLocalhost(string? mode, string expected)
    {
        var ways = RegistryWays.Find([Node("containerd://2.0.0")], mode, mayRunPrivilegedPods: true);

        Assert.Equal(expected, ways[0]);
    }

    [Theory]
    [InlineData("containerd://1.6.20", true, "ClusterIP with --configure-nodes")]
    [InlineData("containerd://1.6.20", false, "ClusterIP only on nodes you configure (no privileged pod is admitted)")]
    [InlineData("cri-o://1.30.0", true, "ClusterIP only on nodes you configure (n1 runs cri-o://1.30.0)")]
    public void Find_RuntimeAndRights_DecideAboutTheNodes(string runtime, bool mayRunPrivilegedPods, string expected)
    {
        var ways = RegistryWays.Find([Node(runtime)], proxyMode: null, mayRunPrivilegedPods);

        Assert.Equal(expected, ways[1]);
    }

    [Theory]
    [InlineData("aws:///eu-central-1a/i-1", "TLS with a certificate of yours, or of ACM on an internal load balancer")]
    [InlineData("kind://docker/kind/kind-control-plane", "TLS with a certificate of yours")]
    public void Find_NodesOnAws_MayUseItsCertificates(string provider, string expected)
    {
        var node = Node("containerd://2.0.0");
        node.Spec = new V1NodeSpec { ProviderID = provider };

        Assert.Equal(expected, RegistryWays.Find([node], proxyMode: null, mayRunPrivilegedPods: true)[2]);
    }

    [Theory]
    [InlineData("apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: \"ipvs\"\nportRange: \"\"\n", "ipvs")]
    [InlineData("apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: iptables\n", "iptables")]
    [InlineData("kind: KubeProxyConfiguration\nmode: \"\"\n", "")]
    [InlineData("kind: Config\n", null)]
    public void FindMode_OfAConfiguration_ReadsIt(string configuration, string? expected) =>
        Assert.Equal(expected, KubeProxyMode.FindMode(configuration));

    private static V1Node Node(string runtime) => new()
    {
        Metadata = new V1ObjectMeta { Name = "n1" },
        Status = new V1NodeStatus { NodeInfo = new V1NodeSystemInfo { ContainerRuntimeVersion = runtime } },
    };
}
