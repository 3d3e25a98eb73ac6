using k8s.Models;

namespace SreGym.Nodes;

/// <summary>The pods that configure nodes. What they write lives as long as they do, so that removing them takes it back.</summary>
public static class NodeHostsPods
{
    private const string NameLabel = "app.kubernetes.io/name";
    private const int ProbeSeconds = 5;
    private const int EndSeconds = 10;
    private static readonly string s_script = ReadScript();

    /// <summary>Finds the pods of the DaemonSet of this name.</summary>
    public static string LabelSelector(string name) => $"{NameLabel}={name}";

    /// <summary>One on every node that takes ordinary pods.</summary>
    /// <param name="name">Name of the DaemonSet.</param>
    /// <param name="namespace">Its namespace; the pods are privileged.</param>
    /// <param name="hosts">What nodes are told.</param>
    /// <param name="image">An image with a shell and busybox's usual tools.</param>
    public static V1DaemonSet DaemonSet(string name, string @namespace, NodeHosts hosts, string image)
    {
        var (labels, selector) = (Labels(name), new V1LabelSelector { MatchLabels = new Dictionary<string, string> { [NameLabel] = name } });
        return new V1DaemonSet
        {
            ApiVersion = "apps/v1",
            Kind = "DaemonSet",
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = @namespace, Labels = labels },
            Spec = new V1DaemonSetSpec
            {
                Selector = selector,
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = Labels(name) }, Spec = Pod(hosts, image) },
            },
        };
    }

    /// <summary>As <see cref="DaemonSet"/>, on nodes with taints too.</summary>
    public static V1DaemonSet DaemonSetOnEveryNode(string name, string @namespace, NodeHosts hosts, string image)
    {
        var pods = DaemonSet(name, @namespace, hosts, image);
        pods.Spec.Template.Spec.Tolerations = [new V1Toleration { OperatorProperty = "Exists" }];
        return pods;
    }

    private static Dictionary<string, string> Labels(string name) => new() { [NameLabel] = name, ["app.kubernetes.io/part-of"] = "platform" };

    private static V1PodSpec Pod(NodeHosts hosts, string image) => new()
    {
        // Its containerd is found by its process, and its files through that process: where it reads them, wherever that is.
        HostPID = true,
        AutomountServiceAccountToken = false,
        TerminationGracePeriodSeconds = EndSeconds,
        Containers =
        [
            new V1Container
            {
                Name = "hosts",
                Image = image,
                ImagePullPolicy = "IfNotPresent",
                Command = ["sh", "-c", s_script],
                Env =
                [
                    new V1EnvVar { Name = "REGISTRY_HOST", Value = hosts.Host },
                    new V1EnvVar { Name = "HOSTS_TOML", Value = hosts.HostsToml },
                    new V1EnvVar { Name = "CA_CRT", Value = hosts.Authorities },
                    new V1EnvVar { Name = "MUST_BE_READ", Value = hosts.MustBeRead ? "true" : "" },
                ],
                SecurityContext = new V1SecurityContext { Privileged = true },
                // Not a startup probe: kubelets of 1.20 report the end of one with their next round only, a minute later.
                ReadinessProbe = new V1Probe
                {
                    Exec = new V1ExecAction { Command = ["test", "-f", "/ready"] },
                    InitialDelaySeconds = 1,
                    PeriodSeconds = ProbeSeconds,
                },
                TerminationMessagePolicy = "FallbackToLogsOnError",
            },
        ],
    };

    private static string ReadScript()
    {
        using var stream = typeof(NodeHostsPods).Assembly.GetManifestResourceStream("registry-hosts.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
