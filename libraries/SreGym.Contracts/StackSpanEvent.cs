using System.Diagnostics;

namespace SreGym.Contracts;

/// <summary>One line of a CloudFormation stack's history as a span event (docs/telemetry.md).</summary>
public static class StackSpanEvent
{
    /// <summary>Makes it, at the time CloudFormation says.</summary>
    /// <param name="time">When it happened.</param>
    /// <param name="resource">Logical id of the resource.</param>
    /// <param name="type">Its type, e.g. <c>AWS::EC2::Instance</c>.</param>
    /// <param name="status">What became of it; the event's name.</param>
    /// <param name="reason">Why; null or empty when CloudFormation gives no reason.</param>
    public static ActivityEvent Create(DateTimeOffset time, string resource, string type, string status, string? reason)
    {
        var tags = new ActivityTagsCollection
        {
            [TelemetryNames.StackResource] = resource,
            [TelemetryNames.StackResourceType] = type,
        };
        if (!string.IsNullOrEmpty(reason))
        {
            tags[TelemetryNames.StackReason] = reason;
        }

        return new ActivityEvent(status, time, tags);
    }
}
