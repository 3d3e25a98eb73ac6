using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Locks;

/// <summary>
/// Takes the private registry's images out of the nodes' image stores, by a short-lived privileged pod on each that runs the node's own
/// <c>ctr</c>. Only names are removed: containers that run go on, and a cache fills again with the next pull, so that nothing needs to be undone
/// but the pods. Those are in the ledger, and gone with their events when this returns.
/// </summary>
internal sealed class ImageCachePurge(FaultContext context, string @namespace)
{
    /// <summary>Name of the lock.</summary>
    public const string Name = "image caches";

    private const string Image = "busybox:1.36";
    private const string PodName = "node-image-gc";
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    // k3s brings a ctr of its own. What one line cannot remove, another process has removed first.
    private const string Script = """
        ctr="ctr -n k8s.io"; command -v ctr >/dev/null || ctr="k3s ctr -n k8s.io"
        images=$($ctr images ls -q) || exit 1
        for image in $images; do case "$image" in "$0"/*) $ctr images rm "$image" >/dev/null || true ;; esac; done
        """;

    /// <summary>Purges what was pulled from a registry.</summary>
    /// <param name="registry">Host and port as image references write it.</param>
    /// <param name="cancellationToken">Ends the wait; the pods stay in the ledger.</param>
    public async Task<LockState> RunAsync(string registry, CancellationToken cancellationToken)
    {
        if (context.CachePurgeObstacle is { } obstacle)
        {
            return new LockState(Name, false, $"not locked, because {obstacle}");
        }

        var nodes = await ReadyNodes.ListAsync(context.Subject, cancellationToken);
        var failures = await Task.WhenAll(nodes.Select((node, index) => PurgeAsync(node, index, registry, cancellationToken)));
        await EventRemoval.RunAsync(context.Subject, @namespace, PodName, cancellationToken);
        return failures.FirstOrDefault(failure => failure is not null) is { } failed
            ? new LockState(Name, false, $"not locked, because {failed}")
            : new LockState(Name, true, string.Create(CultureInfo.InvariantCulture, $"images of {registry} are purged on every node ({nodes.Count})"));
    }

    // Null when the node has purged its images, else why it has not.
    private async Task<string?> PurgeAsync(string node, int index, string registry, CancellationToken cancellationToken)
    {
        var pod = CreatePod(node, string.Create(CultureInfo.InvariantCulture, $"{PodName}-{index}"), registry);
        var key = ObjectKey.Of(pod);
        // Made by an earlier attempt that ended before its end: what it did is not known, what it leaves is recovery's.
        var isNew = await context.Changes.PutAsync(pod, cancellationToken);
        try
        {
            var waiting = isNew || await context.Subject.FindAsync(key, cancellationToken) is not null
                ? await new WorkloadWait(context.Subject, @namespace, context.Clock).TryForAsync(
                    snapshot => FindWaiting(snapshot, key.Name), s_patience, _ => Task.CompletedTask, cancellationToken)
                : null;
            var ended = await context.Subject.FindAsync(key, cancellationToken);
            return waiting is not null ? $"the pod on node {node} did not end in time: {waiting}"
                : ended?.Text("status", "phase") == "Failed" ? $"the pod on node {node} failed: {ReadMessage(ended)}"
                : null;
        }
        finally
        {
            await context.Subject.DeleteAsync(key, CancellationToken.None);
            await new ObjectWait(context.Subject, context.Clock).ForRemovalAsync(key, s_patience, CancellationToken.None);
        }
    }

    private static string? FindWaiting(WorkloadSnapshot snapshot, string pod) => !snapshot.Pods.TryGetValue(pod, out var found)
        ? "it has not started"
        : found.Text("status", "phase") is "Succeeded" or "Failed" ? null : PodState.Of(found).WaitingFor ?? "it runs";

    private static string ReadMessage(JsonObject pod) => pod.Items("status", "containerStatuses")
        .Select(status => status.Text("state", "terminated", "message") ?? status.Text("state", "terminated", "reason"))
        .FirstOrDefault(message => message is not null)?.Trim() ?? pod.Text("status", "message") ?? "it does not say why";

    private JsonObject CreatePod(string node, string name, string registry) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
        ["spec"] = new JsonObject
        {
            ["nodeName"] = node,
            ["restartPolicy"] = "Never",
            ["terminationGracePeriodSeconds"] = 0,
            ["automountServiceAccountToken"] = false,
            ["tolerations"] = new JsonArray(new JsonObject { ["operator"] = "Exists" }),
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "gc",
                ["image"] = context.ResolveImage(Image),
                ["imagePullPolicy"] = "IfNotPresent",
                ["command"] = new JsonArray("chroot", "/host", "sh", "-c", Script, registry),
                ["terminationMessagePolicy"] = "FallbackToLogsOnError",
                ["securityContext"] = new JsonObject { ["privileged"] = true },
                ["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "host", ["mountPath"] = "/host" }),
            }),
            ["volumes"] = new JsonArray(new JsonObject
            {
                ["name"] = "host",
                ["hostPath"] = new JsonObject { ["path"] = "/" },
            }),
        },
    };
}
