using System.Globalization;
using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>What <c>kubectl get pods</c> says of a pod in a word.</summary>
internal sealed class PodSummary
{
    private DateTimeOffset? _initRestart;
    private long _sidecarRestarts;

    private PodSummary(JsonElement pod)
    {
        Total = pod.Items("spec", "containers").Count();
        Reason = pod.Text("status", "reason") is { Length: > 0 } reason ? reason : pod.Text("status", "phase");
        if (pod.Items("status", "conditions").Any(c => c.Text("type") == "PodScheduled" && c.Text("reason") == "SchedulingGated"))
        {
            Reason = "SchedulingGated";
        }
    }

    public long Total { get; private set; }

    public long Ready { get; private set; }

    public long Restarts { get; private set; }

    public DateTimeOffset? LastRestart { get; private set; }

    public string Reason { get; private set; }

    public static PodSummary Of(JsonElement pod)
    {
        var summary = new PodSummary(pod);
        if (!summary.ReadInitContainers(pod) || IsTrue(pod, "Initialized"))
        {
            summary.ReadContainers(pod);
        }

        if (pod.At("metadata", "deletionTimestamp") is not null)
        {
            summary.Reason = pod.Text("status", "reason") == "NodeLost" ? "Unknown"
                : pod.Text("status", "phase") is "Succeeded" or "Failed" ? summary.Reason
                : "Terminating";
        }

        return summary;
    }

    private bool ReadInitContainers(JsonElement pod)
    {
        var sidecars = pod.Items("spec", "initContainers").Where(c => c.Text("restartPolicy") == "Always")
            .Select(c => c.Text("name")).ToHashSet();
        Total += sidecars.Count;
        var index = 0;
        foreach (var status in pod.Items("status", "initContainerStatuses"))
        {
            Count(status, ref _initRestart);
            var isSidecar = sidecars.Contains(status.Text("name"));
            _sidecarRestarts += isSidecar ? status.Number("restartCount") : 0;
            if (status.At("state", "terminated") is { } done && done.Number("exitCode") == 0)
            {
                index++;
                continue;
            }

            if (isSidecar && status.Flag("started"))
            {
                Ready += status.Flag("ready") ? 1 : 0;
                index++;
                continue;
            }

            Reason = "Init:" + InitReason(status, index, pod.Items("spec", "initContainers").Count());
            LastRestart = _initRestart;
            return true;
        }

        return false;
    }

    private static string InitReason(JsonElement status, int index, int count) =>
        status.At("state", "terminated") is { } terminated ? TerminatedReason(terminated)
            : status.Text("state", "waiting", "reason") is { Length: > 0 } waiting && waiting != "PodInitializing" ? waiting
            : JsonCells.Fraction(index, count);

    private void ReadContainers(JsonElement pod)
    {
        Restarts = _sidecarRestarts;
        DateTimeOffset? last = null;
        var hasRunning = false;
        foreach (var status in pod.Items("status", "containerStatuses").Reverse())
        {
            Count(status, ref last);
            if (status.Text("state", "waiting", "reason") is { Length: > 0 } waiting)
            {
                Reason = waiting;
            }
            else if (status.At("state", "terminated") is { } terminated)
            {
                Reason = TerminatedReason(terminated);
            }
            else if (status.Flag("ready") && status.At("state", "running") is not null)
            {
                hasRunning = true;
                Ready++;
            }
        }

        LastRestart = last;
        if (Reason == "Completed" && hasRunning)
        {
            Reason = IsTrue(pod, "Ready") ? "Running" : "NotReady";
        }
    }

    private void Count(JsonElement status, ref DateTimeOffset? last)
    {
        Restarts += status.Number("restartCount");
        if (status.Time("lastState", "terminated", "finishedAt") is { } finished && (last is null || finished > last))
        {
            last = finished;
        }
    }

    private static string TerminatedReason(JsonElement terminated) =>
        terminated.Text("reason") is { Length: > 0 } reason ? reason
            : terminated.Number("signal") is not 0 and var signal ? string.Create(CultureInfo.InvariantCulture, $"Signal:{signal}")
            : string.Create(CultureInfo.InvariantCulture, $"ExitCode:{terminated.Number("exitCode")}");

    private static bool IsTrue(JsonElement pod, string type) =>
        pod.Items("status", "conditions").Any(condition => condition.Text("type") == type && condition.Text("status") == "True");
}
