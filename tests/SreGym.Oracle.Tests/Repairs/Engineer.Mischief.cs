using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using SreGym.Oci.Client;
using SreGym.Oci.Content;
using SreGym.Oci.References;
using SreGym.Oci.Registry;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>What no runbook says.</summary>
internal sealed partial class Engineer
{
    private const string RegistryNamespace = "platform-registry";
    private const string Salt = "$2b$04$abcdefghijklmnopqrstuu";

    public static JsonObject IdleContainer() =>
        new() { ["name"] = "idle", ["image"] = "busybox:1.36", ["command"] = new JsonArray("sleep", "86400") };

    /// <summary>The image that the application's other services run.</summary>
    public async Task<string> FindPublicImageAsync()
    {
        var other = await Cluster.AppsV1.ReadNamespacedDeploymentAsync("geo", Namespace);
        return other.Spec.Template.Spec.Containers[0].Image;
    }

    /// <summary>A service's own image in the private registry.</summary>
    public string FindPrivateImage(string service) => incident.Images.Single(image => image.Service == service).Target;

    public async Task<string> FindLogShipperAsync()
    {
        var deployments = await Cluster.AppsV1.ListNamespacedDeploymentAsync(Namespace);
        return deployments.Items.First(item => item.Name().EndsWith("log-shipper", StringComparison.Ordinal)).Name();
    }

    /// <summary>As <c>kubectl rollout undo</c>: the template of the oldest revision.</summary>
    public async Task RollBackAsync(string deployment)
    {
        var sets = await Cluster.AppsV1.ListNamespacedReplicaSetAsync(Namespace, labelSelector: $"io.kompose.service={deployment}");
        var oldest = sets.Items.MinBy(set => int.Parse(
            set.GetAnnotation("deployment.kubernetes.io/revision"), System.Globalization.CultureInfo.InvariantCulture))!;
        await ReplaceAsync(deployment, live =>
        {
            live.Spec.Template = oldest.Spec.Template;
            live.Spec.Template.Metadata.Labels.Remove("pod-template-hash");
        });
    }

    /// <summary>The pod that the target's Service would send requests to.</summary>
    public async Task<V1Pod> CopyPodTemplateAsync()
    {
        var template = (await Cluster.AppsV1.ReadNamespacedDeploymentAsync(Target, Namespace)).Spec.Template;
        template.Spec.ImagePullSecrets = null;
        return new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = $"{Target}-standby", Labels = template.Metadata.Labels },
            Spec = template.Spec,
        };
    }

    /// <summary>Pushes an image of one's own under the target's tag, with the credentials the runbook leads to.</summary>
    public async Task OverwriteTagAsync()
    {
        using var http = RegistryTransport.Create();
        var found = await ReadCredentialsAsync();
        var client = new RegistryClient(
            http,
            new RegistryEndpoint(new Uri(incident.Registry.AccessAddress), incident.Registry.AccessHost),
            new RegistryCredentials(found["username"], found["password"]));
        var image = ImageReference.Parse(FindPrivateImage(Target));
        var content = await client.GetManifestAsync(image.Repository, image.Tag!, CancellationToken.None);
        var manifest = JsonNode.Parse(content.Bytes.Span)!;
        if (manifest["manifests"] is JsonArray platforms)
        {
            content = await client.GetManifestAsync(image.Repository, (string)platforms[0]!["digest"]!, CancellationToken.None);
            manifest = JsonNode.Parse(content.Bytes.Span)!;
        }

        // Runtimes know an image by its configuration: the same one under another manifest is the same image to them.
        await using var original = await client.OpenBlobAsync(
            image.Repository, Digest.Parse((string)manifest["config"]!["digest"]!), null, CancellationToken.None);
        var configuration = (await JsonNode.ParseAsync(original))!;
        configuration["author"] = "somebody else";
        var changed = Encoding.UTF8.GetBytes(configuration.ToJsonString());
        var digest = Digest.Compute(changed);
        var start = await client.StartUploadAsync(image.Repository, digest, null, CancellationToken.None);
        using var body = new MemoryStream(changed);
        await client.UploadAsync(image.Repository, start.Location!, digest, changed.Length, body, CancellationToken.None);
        (manifest["config"]!["digest"], manifest["config"]!["size"]) = (digest.ToString(), changed.Length);
        await client.PutManifestAsync(
            image.Repository,
            image.Tag!,
            new ManifestContent(content.MediaType, Encoding.UTF8.GetBytes(manifest.ToJsonString())),
            CancellationToken.None);
    }

    /// <summary>Lets another user into the registry and nobody else.</summary>
    public async Task ReplacePasswordFileAsync(string username, string password)
    {
        var line = HtpasswdFile.FormatLine(username, password, Salt);
        await Cluster.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch(new { stringData = new { htpasswd = line } }, V1Patch.PatchType.MergePatch),
            "registry-htpasswd",
            RegistryNamespace);
        await Cluster.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"template":{"metadata":{"annotations":{"restarted":"yes"}}}}}""", V1Patch.PatchType.MergePatch),
            "registry",
            RegistryNamespace);
    }

    public Task CreateDeploymentAsync(string name, string image, string? @namespace = null)
    {
        var deployment = new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1DeploymentSpec
            {
                Selector = new V1LabelSelector { MatchLabels = Labels(name) },
                Template = Template(name, image),
            },
        };
        return Cluster.AppsV1.CreateNamespacedDeploymentAsync(deployment, @namespace ?? Namespace);
    }

    public Task CreateNodePortAsync(string name, int port) => Cluster.CoreV1.CreateNamespacedServiceAsync(
        new V1Service
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1ServiceSpec
            {
                Type = "NodePort",
                Selector = Labels(name),
                Ports = [new V1ServicePort { Port = 5000, NodePort = port }],
            },
        },
        Namespace);

    /// <summary>Writes the credentials where every node's kubelet looks for them.</summary>
    public Task CreateNodeLoginAsync()
    {
        var template = Template("node-login", "busybox:1.36");
        template.Spec.Volumes = [new V1Volume { Name = "kubelet", HostPath = new V1HostPathVolumeSource { Path = "/var/lib/kubelet" } }];
        var container = template.Spec.Containers[0];
        container.Command = ["sh", "-c", "cp /login/config.json /kubelet/config.json && sleep 86400"];
        container.VolumeMounts = [new V1VolumeMount { Name = "kubelet", MountPath = "/kubelet" }];
        return Cluster.AppsV1.CreateNamespacedDaemonSetAsync(
            new V1DaemonSet
            {
                Metadata = new V1ObjectMeta { Name = "node-login" },
                Spec = new V1DaemonSetSpec
                {
                    Selector = new V1LabelSelector { MatchLabels = template.Metadata.Labels },
                    Template = template,
                },
            },
            Namespace);
    }

    /// <summary>Gives a ClusterRole in a namespace to everybody who can log in.</summary>
    public Task BindAsync(string @namespace, string name, string role) => Cluster.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(
        new V1RoleBinding
        {
            Metadata = new V1ObjectMeta { Name = name },
            RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = role },
            Subjects = [new Rbacv1Subject { ApiGroup = "rbac.authorization.k8s.io", Kind = "Group", Name = "system:authenticated" }],
        },
        @namespace);

    private static Dictionary<string, string> Labels(string name) => new() { ["app"] = name };

    private static V1PodTemplateSpec Template(string name, string image) => new()
    {
        Metadata = new V1ObjectMeta { Labels = Labels(name) },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = name, Image = image }] },
    };
}
