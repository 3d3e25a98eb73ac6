using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>One entry of a pod's <c>containerStatuses</c>.</summary>
public sealed record ContainerState(string Name, string? WaitingReason, string? WaitingMessage, string? ImageId, DateTimeOffset? StartedAt)
{
    /// <summary>Reads a container status.</summary>
    public static ContainerState Of(JsonObject status) => new(
        status.Text("name") ?? "",
        status.Text("state", "waiting", "reason"),
        status.Text("state", "waiting", "message"),
        status.Text("imageID"),
        status.Time("state", "running", "startedAt"));
}
