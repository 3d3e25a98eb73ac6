using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>What matters of a pod to those who wait for it.</summary>
public sealed record PodState(string Name, bool Terminating, bool Ready, IReadOnlyList<ContainerState> Containers)
{
    /// <summary>Why it is not running yet, e.g. <c>ImagePullBackOff</c>; null when no container waits.</summary>
    public string? WaitingReason => Containers.Select(container => container.WaitingReason).FirstOrDefault(reason => reason is not null);

    /// <summary>True while a container runs: it may still answer.</summary>
    public bool Running => Containers.Any(container => container.StartedAt is not null);

    /// <summary>Why no node takes it; null when one does.</summary>
    public string? Unschedulable { get; init; }

    /// <summary>What it waits for, in words: a node, an image, a container that crashes; null when it does not wait.</summary>
    public string? WaitingFor => Unschedulable is { } why
        ? $"unschedulable: {why}"
        : Containers.Select(container => container.WaitingFor).FirstOrDefault(waiting => waiting is not null);

    /// <summary>Reads a pod.</summary>
    public static PodState Of(JsonObject pod) => new(
        pod.Name(),
        pod.Text("metadata", "deletionTimestamp") is not null,
        pod.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True"),
        [
            .. pod.Items("status", "initContainerStatuses").Concat(pod.Items("status", "containerStatuses"))
                .Select(status => ContainerState.Of(pod, status)),
        ])
    {
        Unschedulable = pod.Items("status", "conditions")
            .FirstOrDefault(condition => condition.Text("type") == "PodScheduled" && condition.Text("reason") == "Unschedulable")
            .Text("message"),
    };
}
