using k8s.Models;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>The pods that configure nodes. What they write lives as long as they do, so that removing the namespace takes it back.</summary>
internal static class NodeHostsObjects
{
    private const int ProbeSeconds = 5;
    private const int EndSeconds = 10;
    private static readonly Dictionary<string, string> s_labels = new() { ["app.kubernetes.io/name"] = RegistryNames.Hosts };
    private static readonly string s_script = ReadScript();

    public static V1DaemonSet DaemonSet(NodeHosts hosts, string image) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "DaemonSet",
        Metadata = new V1ObjectMeta
        {
            Name = RegistryNames.Hosts,
            NamespaceProperty = RegistryNames.Namespace,
            Labels = new Dictionary<string, string>(s_labels) { ["app.kubernetes.io/part-of"] = "platform" },
        },
        Spec = new V1DaemonSetSpec
        {
            Selector = new V1LabelSelector { MatchLabels = s_labels },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string>(s_labels) { ["app.kubernetes.io/part-of"] = "platform" } },
                Spec = Pod(hosts, image),
            },
        },
    };

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
        using var stream = typeof(NodeHostsObjects).Assembly.GetManifestResourceStream("registry-hosts.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
