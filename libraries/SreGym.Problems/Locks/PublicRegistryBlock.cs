using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using SreGym.Nodes;
using SreGym.Oci.References;
using SreGym.Problems.Baselines;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Locks;

/// <summary>
/// Has the containerd of every node find nothing at the registry of the application's public image, where nothing else in the cluster
/// pulls from there. A pod on each node writes it, and takes it back when it ends; the DaemonSet is in the ledger.
/// </summary>
internal sealed class PublicRegistryBlock(FaultContext context, string @namespace)
{
    /// <summary>Name of the lock.</summary>
    public const string Name = "public registries";

    private const string Image = "busybox:1.36";
    private const string Pods = "registry-policy";
    private const int UsersShown = 3;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    /// <summary>What it would make.</summary>
    public static string Plan(string @namespace) =>
        $"create DaemonSet {@namespace}/{Pods} (hosts.toml on each node), unless something else needs the public image's registry";

    /// <summary>True for the objects that a block has put into the cluster, as it has made them.</summary>
    public static bool IsPartOf(Difference difference, string @namespace) => difference is { Kind: DifferenceKind.Added, ObjectKind: "DaemonSet" }
        && difference.Namespace == @namespace
        && difference.Item.Name() == Pods
        && difference.Item.At("spec", "template", "spec") is JsonObject pod
        && pod.Items("containers").ToList() is [var container]
        && !pod.Items("initContainers").Any()
        && !pod.Items("volumes").Any()
        && IsOurs(container, @namespace);

    /// <summary>Blocks the registry that an image comes from. Call it when the targets do not come from there any more.</summary>
    /// <param name="image">A public image.</param>
    /// <param name="cancellationToken">Ends the wait; the DaemonSet stays in the ledger.</param>
    public async Task<LockState> RunAsync(string image, CancellationToken cancellationToken)
    {
        var host = ImageReference.Parse(image).Registry;
        return await FindObstacleAsync(host, cancellationToken) is { } obstacle
            ? new LockState(Name, false, $"not locked, because {obstacle}")
            : await BlockAsync(host, cancellationToken);
    }

    private async Task<string?> FindObstacleAsync(string host, CancellationToken cancellationToken)
    {
        if (context.PublicBlockObstacle is { } obstacle)
        {
            return obstacle;
        }

        var users = await RegistryUsers.FindAsync(context.Subject, host, cancellationToken);
        if (users.Count > 0)
        {
            var more = users.Count > UsersShown ? string.Create(CultureInfo.InvariantCulture, $" and {users.Count - UsersShown} more") : "";
            return $"{host} is also used by {string.Join(", ", users.Take(UsersShown))}{more}";
        }

        return ImageReference.Parse(context.ResolveImage(Image)).Registry == host
            ? $"the pods that would block {host} come from there themselves (--image {Image}=<another>)"
            : null;
    }

    private async Task<LockState> BlockAsync(string host, CancellationToken cancellationToken)
    {
        var manifest = CreatePods(NodeHosts.Nowhere(host), @namespace, context.ResolveImage(Image));
        var key = ObjectKey.Of(manifest);
        var isNew = await context.Changes.PutAsync(manifest, cancellationToken);
        if (!isNew && await context.Subject.FindAsync(key, cancellationToken) is null)
        {
            return new LockState(Name, false, "not locked, because an earlier attempt was given up");
        }

        var nodes = await ReadyNodes.ListAsync(context.Subject, cancellationToken);
        var result = await new NodeHostsRollout(context.Kubernetes, @namespace, Pods, context.Clock).AwaitAsync(nodes, cancellationToken);
        if (result.Obstacle is not null)
        {
            await context.Subject.DeleteAsync(key, cancellationToken);
            await new OwnedPodsWait(context.Subject, context.Clock).ForRemovalAsync(key, s_patience, cancellationToken);
        }

        await EventRemoval.RunAsync(context.Subject, @namespace, Pods, cancellationToken);
        return result.Obstacle is { } refused
            ? new LockState(Name, false, $"not locked, because {refused}")
            : new LockState(Name, true, $"{host} is blocked until recovery on every node, by {string.Join(", ", result.Files)}");
    }

    private static JsonObject CreatePods(NodeHosts hosts, string @namespace, string image) =>
        (JsonObject)JsonNode.Parse(KubernetesJson.Serialize(NodeHostsPods.DaemonSetOnEveryNode(Pods, @namespace, hosts, image)))!;

    // Its own registry and image are the operator's choice; everything else of its container is ours.
    private static bool IsOurs(JsonObject container, string @namespace)
    {
        var host = container.Items("env").FirstOrDefault(variable => variable.Text("name") == "REGISTRY_HOST").Text("value") ?? "";
        var ours = CreatePods(NodeHosts.Nowhere(host), @namespace, container.Text("image") ?? "")
            .At("spec", "template", "spec")!.AsObject().Items("containers").Single();
        return JsonNode.DeepEquals(ours["command"], container["command"]) && ListValues(ours).SequenceEqual(ListValues(container));
    }

    // The server leaves out values that are empty.
    private static IEnumerable<(string?, string)> ListValues(JsonObject container) =>
        container.Items("env").Select(variable => (variable.Text("name"), variable.Text("value") ?? ""));
}
