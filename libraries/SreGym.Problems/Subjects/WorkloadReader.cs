using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>Reads the workloads of a namespace once.</summary>
public static class WorkloadReader
{
    /// <summary>Deployments and pods as they are now.</summary>
    public static async Task<WorkloadSnapshot> ReadAsync(SubjectApi subject, string @namespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return new WorkloadSnapshot(
            await ListAsync(subject, KubernetesResources.Deployments, @namespace, cancellationToken),
            await ListAsync(subject, KubernetesResources.Pods, @namespace, cancellationToken));
    }

    private static async Task<ImmutableSortedDictionary<string, JsonObject>> ListAsync(
        SubjectApi subject, KubernetesResource resource, string @namespace, CancellationToken cancellationToken)
    {
        var list = await subject.FindAllAsync(resource, @namespace, cancellationToken);
        return (list?.Items ?? []).ToImmutableSortedDictionary(item => item.Name(), item => item, StringComparer.Ordinal);
    }
}
