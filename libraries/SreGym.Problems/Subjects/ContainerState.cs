using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>One entry of a pod's <c>containerStatuses</c>, with the image that its spec asks for.</summary>
public sealed record ContainerState(
    string Name, string? WaitingReason, string? WaitingMessage, string? Image, string? ImageId, DateTimeOffset? StartedAt)
{
    /// <summary>Reads a container status.</summary>
    public static ContainerState Of(JsonObject pod, JsonObject status) => new(
        status.Text("name") ?? "",
        status.Text("state", "waiting", "reason"),
        status.Text("state", "waiting", "message"),
        pod.Items("spec", "initContainers").Concat(pod.Items("spec", "containers"))
            .FirstOrDefault(container => container.Text("name") == status.Text("name")).Text("image"),
        status.Text("imageID"),
        status.Time("state", "running", "startedAt"));
}
