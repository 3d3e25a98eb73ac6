using SreGym.AppHost.Aws.Calls;

namespace SreGym.AppHost.Aws;

/// <summary>What happens to a stack from now on: one of an earlier run has a history of its own, with failures of its own.</summary>
internal sealed class StackRecord(CloudFormationCalls calls)
{
    private readonly HashSet<string> _known = [];
    private readonly List<StackEvent> _events = [];

    /// <summary>Everything so far, the oldest first.</summary>
    public IReadOnlyList<StackEvent> Events => _events;

    /// <summary>The change set that CloudFormation cannot carry out; null while there is none.</summary>
    public ChangeSet? Refusal { get; private set; }

    /// <summary>The first thing that went wrong, else why it is rolled back; null when nothing says so.</summary>
    public StackEvent? Cause => _events.Find(each => each.IsFailure)
        ?? _events.Find(each => each.Status.Contains("ROLLBACK", StringComparison.Ordinal) && each.Reason is { Length: > 0 });

    /// <summary>Takes what has happened until now for known.</summary>
    public async Task BeginAsync(string stackName, CancellationToken cancellationToken)
    {
        if (await calls.FindAsync(stackName, cancellationToken) is { } stack)
        {
            await ReadAsync(stack, cancellationToken);
            _events.Clear();
            Refusal = null;
        }
    }

    /// <summary>Reads on.</summary>
    /// <returns>What is new, the oldest first, and whether anything is: a change set is no event.</returns>
    public async Task<(IReadOnlyList<StackEvent> Events, bool HasNews)> ReadAsync(StackState stack, CancellationToken cancellationToken)
    {
        List<StackEvent> events = [.. (await calls.ListEventsAsync(stack.Id, cancellationToken)).Where(each => _known.Add(each.Id))];
        _events.AddRange(events);
        var changeSets = stack is { IsUsable: true } or { IsUnderReview: true } ? await calls.ListChangeSetsAsync(stack.Id, cancellationToken) : [];
        List<ChangeSet> changed = [.. changeSets.Where(each => _known.Add($"{each.Id} {each.Status}"))];
        Refusal ??= changed.Find(each => each.IsRefused);
        return (events, events.Count + changed.Count > 0);
    }
}
