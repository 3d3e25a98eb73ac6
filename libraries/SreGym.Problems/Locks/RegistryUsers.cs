using System.Text.Json.Nodes;
using SreGym.Oci.References;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Locks;

/// <summary>Who in a cluster pulls from a registry, now or when one of its pods is made again.</summary>
internal static class RegistryUsers
{
    private static readonly KubernetesResource[] s_workloads =
    [
        KubernetesResources.Deployments, KubernetesResources.StatefulSets, KubernetesResources.DaemonSets, KubernetesResources.CronJobs,
        KubernetesResources.Jobs, KubernetesResources.ReplicaSets, KubernetesResources.ReplicationControllers, KubernetesResources.Pods,
    ];

    /// <summary>Kind, namespace and name of each, in every namespace, those that others are made by instead of those others.</summary>
    /// <param name="subject">The cluster.</param>
    /// <param name="host">The registry as a normalised image reference names it, e.g. <c>docker.io</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<string>> FindAsync(SubjectApi subject, string host, CancellationToken cancellationToken)
    {
        var found = new List<JsonObject>();
        foreach (var resource in s_workloads)
        {
            found.AddRange((await subject.FindAllAsync(resource, @namespace: null, cancellationToken))?.Items ?? []);
        }

        return Find(found, host);
    }

    /// <summary>As the other, among these objects.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyList<JsonObject> workloads, string host)
    {
        var byName = workloads.ToDictionary(NameOf, StringComparer.Ordinal);
        return [.. workloads
            .Where(workload => MayPull(workload, byName))
            .Where(workload => ListImages(PodOf(workload)).Any(image => IsOf(image, host)))
            .Select(workload => FindMaker(workload, byName))
            .Distinct()
            .Order(StringComparer.Ordinal)];
    }

    // What has ended pulls nothing. A revision that its Deployment keeps for a rollback is no use of its image, but one of another maker may be.
    private static bool MayPull(JsonObject workload, Dictionary<string, JsonObject> byName) => workload.Text("kind") switch
    {
        "Pod" => workload.Text("metadata", "deletionTimestamp") is null && workload.Text("status", "phase") is not ("Succeeded" or "Failed"),
        "Job" => !workload.Items("status", "conditions")
            .Any(condition => condition.Text("type") is "Complete" or "Failed" && condition.Text("status") == "True"),
        "ReplicaSet" => !byName.ContainsKey(FindOwner(workload) ?? "") && workload.At("spec", "replicas")?.ToString() != "0",
        _ => true,
    };

    private static string FindMaker(JsonObject workload, Dictionary<string, JsonObject> byName)
    {
        while (FindOwner(workload) is { } owner && byName.TryGetValue(owner, out var maker))
        {
            workload = maker;
        }

        return NameOf(workload);
    }

    private static string? FindOwner(JsonObject workload) => workload.Items("metadata", "ownerReferences")
        .Where(owner => owner.At("controller")?.ToString() == "true")
        .Select(owner => $"{owner.Text("kind")} {workload.Text("metadata", "namespace")}/{owner.Text("name")}")
        .FirstOrDefault();

    private static string NameOf(JsonObject workload) =>
        $"{workload.Text("kind")} {workload.Text("metadata", "namespace")}/{workload.Text("metadata", "name")}";

    private static JsonObject PodOf(JsonObject workload) => (workload.Text("kind") switch
    {
        "Pod" => workload.At("spec"),
        "CronJob" => workload.At("spec", "jobTemplate", "spec", "template", "spec"),
        _ => workload.At("spec", "template", "spec"),
    }) as JsonObject ?? [];

    private static IEnumerable<string> ListImages(JsonObject pod) => pod.Items("containers")
        .Concat(pod.Items("initContainers"))
        .Concat(pod.Items("ephemeralContainers"))
        .Select(container => container.Text("image"))
        .Concat(pod.Items("volumes").Select(volume => volume.Text("image", "reference")))
        .OfType<string>();

    private static bool IsOf(string image, string host) =>
        ImageReference.TryParse(image, out var reference, out _) && reference.Registry == host;
}
