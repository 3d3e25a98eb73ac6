using System.Diagnostics;
using SreGym.AppHost.Aws.Calls;
using SreGym.AppHost.Telemetry;
using SreGym.Contracts;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Aws;

/// <summary>
/// A stack that failed, as a span: no episode begins on it, so that no trace of an episode tells of it. One that is made is told of by
/// the episode that runs on it.
/// </summary>
internal sealed class StackSpan(HostSpans spans, string region)
{
    /// <summary>Sends it to the dashboard.</summary>
    /// <returns>Where the trace is seen; null when the dashboard has not taken it.</returns>
    public Task<string?> SendAsync(
        DateTimeOffset began, IEnumerable<StackEvent> events, StackFailure failure, CancellationToken cancellationToken) =>
        spans.SendAsync("provision stack", began, span => Describe(span, events, failure), cancellationToken);

    private void Describe(Activity span, IEnumerable<StackEvent> events, StackFailure failure)
    {
        span.SetTag(TelemetryNames.TargetName, TargetNames.Aws);
        span.SetTag(TelemetryNames.StackName, AwsSettings.StackName);
        span.SetTag(TelemetryNames.CloudRegion, region);
        foreach (var happened in events)
        {
            span.AddEvent(StackSpanEvent.Create(happened.Time, happened.Resource, happened.Type, happened.Status, happened.Reason));
        }

        span.SetTag(TelemetryNames.ErrorType, failure.Kind);
        span.SetStatus(ActivityStatusCode.Error, failure.Message);
    }
}
