using System.Diagnostics;
using k8s;
using k8s.Models;
using SreGym.Conductor.Episodes;
using SreGym.Contracts;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.Conductor.Observation;

/// <summary>Writes the subject's events on the stage they happen in.</summary>
internal sealed class SubjectEventWatcher(ConductorTelemetry telemetry, ILogger<SubjectEventWatcher> logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    public async Task WatchAsync(EpisodeContext context, CancellationToken ending)
    {
        using var client = SubjectClient.Connect(context.RequireSubject(), new SubjectPatience(context.Time));
        var since = context.Record.StartedAt;
        var seen = new HashSet<(string? Uid, string? Version)>();
        string? version = null;
        while (!ending.IsCancellationRequested)
        {
            try
            {
                version = await FollowAsync(client, context, since, seen, version, ending);
                await Task.Delay(s_pause, context.Time, ending);
            }
            catch (Exception) when (ending.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) when (IsInterruption(error))
            {
                Log.WatchFailed(logger, context.Spec.EpisodeId, "events", error.Message);
                version = null;
                await DelayUnlessEndingAsync(context.Time, ending);
            }
        }
    }

    private async Task<string?> FollowAsync(
        Kubernetes client,
        EpisodeContext context,
        DateTimeOffset since,
        HashSet<(string? Uid, string? Version)> seen,
        string? version,
        CancellationToken ending)
    {
        await foreach (var (type, entry) in client.CoreV1.WatchListEventForAllNamespacesAsync(
            allowWatchBookmarks: true, resourceVersion: version, cancellationToken: ending))
        {
            version = entry.ResourceVersion() ?? version;
            // A watch that begins anew tells of every event again.
            if (type is WatchEventType.Added or WatchEventType.Modified
                && IsOfEpisode(entry, since)
                && seen.Add((entry.Uid(), entry.ResourceVersion())))
            {
                Add(context, entry);
            }
        }

        return version;
    }

    private void Add(EpisodeContext context, Corev1Event entry)
    {
        var seen = Map(context, entry);
        context.Events.Add(seen);
        context.CurrentSpan?.AddEvent(new ActivityEvent(seen.Reason, seen.Time, new ActivityTagsCollection
        {
            [TelemetryNames.NamespaceName] = seen.Namespace,
            ["k8s.object.kind"] = seen.Kind,
            ["k8s.object.name"] = seen.Name,
            ["k8s.event.type"] = seen.Type,
            ["k8s.event.count"] = seen.Count,
            ["k8s.event.message"] = seen.Message,
        }));
        if (OutcomeOfPull(seen) is { } outcome)
        {
            telemetry.ImagePulls.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        }
    }

    private static SubjectEvent Map(EpisodeContext context, Corev1Event entry) => new(
        TimeOf(entry) ?? context.Time.GetUtcNow(),
        context.Record.Stage.Name(),
        entry.Type ?? "",
        entry.Reason ?? "",
        entry.InvolvedObject?.NamespaceProperty ?? entry.Namespace() ?? "",
        entry.InvolvedObject?.Kind ?? "",
        entry.InvolvedObject?.Name ?? "",
        entry.Message ?? "",
        entry.Count ?? entry.Series?.Count ?? 1,
        entry.Source?.Component ?? entry.ReportingComponent ?? "");

    private static string? OutcomeOfPull(SubjectEvent seen) => seen switch
    {
        { Reason: "Pulled" } => seen.Message.Contains("already present", StringComparison.Ordinal) ? "present" : "pulled",
        { Reason: "Failed", Kind: "Pod" } when seen.Message.StartsWith("Failed to pull image", StringComparison.Ordinal) => "failed",
        _ => null,
    };

    // Events keep whole seconds only.
    private static bool IsOfEpisode(Corev1Event entry, DateTimeOffset since) =>
        TimeOf(entry) is not { } time || time >= since.AddSeconds(-1);

    private static DateTimeOffset? TimeOf(Corev1Event entry)
    {
        var time = entry.LastTimestamp ?? entry.EventTime ?? entry.FirstTimestamp ?? entry.CreationTimestamp();
        return time is { } known ? new DateTimeOffset(DateTime.SpecifyKind(known, DateTimeKind.Utc)) : null;
    }

    private static bool IsInterruption(Exception error) =>
        error is HttpRequestException or IOException or KubernetesException or k8s.Autorest.HttpOperationException
            or OperationCanceledException or System.Text.Json.JsonException;

    private static async Task DelayUnlessEndingAsync(TimeProvider time, CancellationToken ending)
    {
        try
        {
            await Task.Delay(s_pause, time, ending);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // The loop's condition ends it.
        }
    }
}
