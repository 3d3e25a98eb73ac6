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
    public ActivityEvent ToSpanEvent() => StackSpanEvent.Create(Time, Resource, Type, Status, Reason);
}
