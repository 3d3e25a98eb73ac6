namespace SreGym.AppHost.Aws.Calls;

/// <summary>A stack as CloudFormation describes it.</summary>
internal sealed record StackState(
    string Id,
    string Name,
    string Status,
    string? Reason,
    IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>A change set waits for being carried out, or has been refused; there is nothing else of the stack yet.</summary>
    public bool IsUnderReview => Status is "REVIEW_IN_PROGRESS";

    public bool IsBusy => Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    public bool IsFailed => !IsBusy && (Status.Contains("ROLLBACK", StringComparison.Ordinal) || Status.EndsWith("FAILED", StringComparison.Ordinal));

    public bool IsUsable => Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE";
}
