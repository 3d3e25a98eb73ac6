using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using k8s.Models;
using SreGym.Contracts;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>The registry's objects, declared.</summary>
internal static class RegistryObjects
{
    private static readonly Dictionary<string, string> s_selector = new() { ["app.kubernetes.io/name"] = RegistryNames.Registry };

    private static readonly V1EnvVar[] s_tls =
    [
        new() { Name = "REGISTRY_HTTP_TLS_CERTIFICATE", Value = "/tls/tls.crt" },
        new() { Name = "REGISTRY_HTTP_TLS_KEY", Value = "/tls/tls.key" },
        // Whoever comes through the port-forward speaks no TLS, and must not be sent to an https:// address.
        new() { Name = "REGISTRY_HTTP_RELATIVEURLS", Value = "true" },
    ];

    private static readonly V1VolumeMount[] s_tlsMount = [new() { Name = "tls", MountPath = "/tls", ReadOnlyProperty = true }];
    private static readonly V1Volume[] s_tlsVolume =
        [new() { Name = "tls", Secret = new V1SecretVolumeSource { SecretName = RegistryNames.Certificate } }];

    private static Dictionary<string, string> Labels => new(s_selector) { ["app.kubernetes.io/part-of"] = "platform" };

    public static V1Namespace Namespace() => new()
    {
        ApiVersion = "v1",
        Kind = "Namespace",
        Metadata = new V1ObjectMeta { Name = RegistryNames.Namespace, Labels = new Dictionary<string, string> { ["app.kubernetes.io/part-of"] = "platform" } },
    };

    public static V1Secret Htpasswd(RegistryAccount account) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = Metadata(RegistryNames.Htpasswd),
        Type = "Opaque",
        Data = new Dictionary<string, byte[]> { ["htpasswd"] = Encoding.UTF8.GetBytes(account.Htpasswd.Reveal()) },
    };

    public static V1Secret Credentials(RegistryAccount account, string host) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = Metadata(RegistryNames.Credentials),
        Type = "Opaque",
        Data = new Dictionary<string, byte[]>
        {
            ["registry"] = Encoding.UTF8.GetBytes(host),
            ["username"] = Encoding.UTF8.GetBytes(account.Username),
            ["password"] = Encoding.UTF8.GetBytes(account.Password.Reveal()),
        },
    };

    public static V1PersistentVolumeClaim Claim(RegistryPlan plan) => new()
    {
        ApiVersion = "v1",
        Kind = "PersistentVolumeClaim",
        Metadata = Metadata(RegistryNames.Volume),
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            StorageClassName = plan.StorageClass,
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("10Gi") },
            },
        },
    };

    public static V1Secret Certificate(RegistryTls tls, SecretText key) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = Metadata(RegistryNames.Certificate),
        Type = "kubernetes.io/tls",
        Data = new Dictionary<string, byte[]>
        {
            ["tls.crt"] = Encoding.UTF8.GetBytes(tls.Certificate),
            ["tls.key"] = Encoding.UTF8.GetBytes(key.Reveal()),
        },
    };

    public static V1Service Service(RegistryPlan plan)
    {
        var metadata = Metadata(RegistryNames.Registry);
        metadata.Annotations = RegistryService.Annotations(plan);
        return new V1Service { ApiVersion = "v1", Kind = "Service", Metadata = metadata, Spec = RegistryService.Spec(plan, s_selector) };
    }

    public static V1Deployment Deployment(RegistryAccount account, RegistryPlan plan) => new()
    {
        ApiVersion = "apps/v1",
        Kind = "Deployment",
        Metadata = Metadata(RegistryNames.Registry),
        Spec = new V1DeploymentSpec
        {
            Replicas = 1,
            Strategy = new V1DeploymentStrategy { Type = "Recreate" },
            Selector = new V1LabelSelector { MatchLabels = s_selector },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta
                {
                    Labels = Labels,
                    // The registry reads its users at start: other users, other pods.
                    Annotations = new Dictionary<string, string> { ["checksum/htpasswd"] = Checksum(account.Htpasswd.Reveal()) },
                },
                Spec = Pod(plan),
            },
        },
    };

    private static V1PodSpec Pod(RegistryPlan plan) => new()
    {
        Containers =
        [
            new V1Container
            {
                Name = RegistryNames.Registry,
                Image = plan.Image,
                ImagePullPolicy = "IfNotPresent",
                Env =
                [
                    new V1EnvVar { Name = "REGISTRY_AUTH", Value = "htpasswd" },
                    new V1EnvVar { Name = "REGISTRY_AUTH_HTPASSWD_REALM", Value = "Registry Realm" },
                    new V1EnvVar { Name = "REGISTRY_AUTH_HTPASSWD_PATH", Value = "/auth/htpasswd" },
                    new V1EnvVar { Name = "REGISTRY_STORAGE_DELETE_ENABLED", Value = "true" },
                    .. plan.Tls?.IsServedByPod == true ? s_tls : [],
                ],
                Ports = [new V1ContainerPort { Name = "http", ContainerPort = RegistryNames.Port, Protocol = "TCP" }],
                Resources = new V1ResourceRequirements
                {
                    Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("50m"), ["memory"] = new("64Mi") },
                },
                ReadinessProbe = new V1Probe { TcpSocket = new V1TCPSocketAction { Port = RegistryNames.Port }, PeriodSeconds = 2 },
                VolumeMounts =
                [
                    new V1VolumeMount { Name = "auth", MountPath = "/auth", ReadOnlyProperty = true },
                    new V1VolumeMount { Name = "data", MountPath = "/var/lib/registry" },
                    .. plan.Tls?.IsServedByPod == true ? s_tlsMount : [],
                ],
            },
        ],
        Volumes =
        [
            new V1Volume { Name = "auth", Secret = new V1SecretVolumeSource { SecretName = RegistryNames.Htpasswd } },
            plan.UsesEmptyDir
                ? new V1Volume { Name = "data", EmptyDir = new V1EmptyDirVolumeSource() }
                : new V1Volume
                {
                    Name = "data",
                    PersistentVolumeClaim = new V1PersistentVolumeClaimVolumeSource { ClaimName = RegistryNames.Volume },
                },
            .. plan.Tls?.IsServedByPod == true ? s_tlsVolume : [],
        ],
    };

    private static V1ObjectMeta Metadata(string name) => new()
    {
        Name = name,
        NamespaceProperty = RegistryNames.Namespace,
        Labels = Labels,
    };

    private static string Checksum(string text) => string.Create(
        CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}");
}
