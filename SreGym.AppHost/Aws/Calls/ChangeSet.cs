namespace SreGym.AppHost.Aws.Calls;

/// <summary>A change set as CloudFormation lists it.</summary>
internal sealed record ChangeSet(string Id, string Status, string Reason)
{
    /// <summary>It cannot be carried out. One without any change counts as FAILED too, and is no failure.</summary>
    public bool IsRefused =>
        Status == "FAILED"
        && !Reason.Contains("didn't contain changes", StringComparison.Ordinal)
        && !Reason.Contains("No updates are to be performed", StringComparison.Ordinal);
}
