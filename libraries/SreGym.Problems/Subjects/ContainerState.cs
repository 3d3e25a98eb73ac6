using System.Globalization;
using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>One entry of a pod's <c>containerStatuses</c>, with the image that its spec asks for.</summary>
public sealed record ContainerState(
    string Name, string? WaitingReason, string? WaitingMessage, string? Image, string? ImageId, DateTimeOffset? StartedAt)
{
    private const int LongestMessage = 240;

    /// <summary>Exit code of the run before this one; null when there was none.</summary>
    public long? LastExitCode { get; init; }

    /// <summary>What it waits for, in words; null when it does not wait.</summary>
    public string? WaitingFor => WaitingReason switch
    {
        null => null,
        "CrashLoopBackOff" => string.Create(CultureInfo.InvariantCulture, $"container {Name} crashes, last exit code {LastExitCode}: {WaitingReason}"),
        "ContainerCreating" or "PodInitializing" => $"{WaitingReason}: pulling {Image} or mounting volumes",
        _ => string.IsNullOrEmpty(WaitingMessage) ? WaitingReason : $"{WaitingReason}: {Shorten(WaitingMessage)}",
    };

    /// <summary>Reads a container status.</summary>
    public static ContainerState Of(JsonObject pod, JsonObject status) => new(
        status.Text("name") ?? "",
        status.Text("state", "waiting", "reason"),
        status.Text("state", "waiting", "message"),
        pod.Items("spec", "initContainers").Concat(pod.Items("spec", "containers"))
            .FirstOrDefault(container => container.Text("name") == status.Text("name")).Text("image"),
        status.Text("imageID"),
        status.Time("state", "running", "startedAt"))
    {
        LastExitCode = status.At("lastState", "terminated") is null ? null : status.Number("lastState", "terminated", "exitCode"),
    };

    private static string Shorten(string message) => message.Length <= LongestMessage ? message : message[..(LongestMessage - 3)] + "...";
}
