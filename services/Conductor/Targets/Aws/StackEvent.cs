using System.Diagnostics;
using SreGym.Contracts;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>One line of a CloudFormation stack's history.</summary>
internal sealed record StackEvent(DateTimeOffset Time, string Resource, string Type, string Status, string Reason)
{
    private const string StackType = "AWS::CloudFormation::Stack";

    /// <summary>Making or changing the stack begins here.</summary>
    public bool IsBeginning => Type == StackType && (Status is "CREATE_IN_PROGRESS" or "UPDATE_IN_PROGRESS");

    /// <summary>It for the trace (docs/telemetry.md).</summary>
    public ActivityEvent ToSpanEvent()
    {
        var tags = new ActivityTagsCollection
        {
            [TelemetryNames.StackResource] = Resource,
            [TelemetryNames.StackResourceType] = Type,
        };
        if (Reason.Length > 0)
        {
            tags[TelemetryNames.StackReason] = Reason;
        }

        return new ActivityEvent(Status, Time, tags);
    }
}
