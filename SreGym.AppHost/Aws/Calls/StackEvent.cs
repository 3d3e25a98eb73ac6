namespace SreGym.AppHost.Aws.Calls;

/// <summary>One line of a stack's history.</summary>
internal sealed record StackEvent(string Id, DateTimeOffset Time, string Resource, string Type, string Status, string? Reason)
{
    public bool IsFailure => Status.EndsWith("_FAILED", StringComparison.Ordinal) && Reason is not "Resource creation cancelled";

    public override string ToString() => $"{Resource} ({Type}) {Status}{(Reason is { Length: > 0 } ? $": {Reason}" : "")}";
}
