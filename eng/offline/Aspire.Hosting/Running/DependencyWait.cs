using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>The rule of one WaitFor.</summary>
internal static class DependencyWait
{
    public static async Task CompleteAsync(ResourceBoard board, WaitAnnotation wait, WaitBehavior defaultBehavior, CancellationToken cancellationToken)
    {
        if (wait.Resource is ParameterResource)
        {
            return;
        }

        var behavior = wait.WaitBehavior ?? defaultBehavior;
        var reached = await board.WaitAsync(wait.Resource, snapshot => IsOver(wait, behavior, snapshot), cancellationToken);
        if (!IsMet(wait, reached))
        {
            throw new DistributedApplicationException(
                $"Dependency resource '{wait.Resource.Name}' ended in state {reached.State} (exit code {reached.ExitCode?.ToString() ?? "none"}).");
        }
    }

    private static bool IsMet(WaitAnnotation wait, ResourceSnapshot snapshot) => wait.WaitType switch
    {
        WaitType.WaitForCompletion => KnownStates.IsTerminal(snapshot.State) && snapshot.ExitCode == wait.ExitCode,
        WaitType.WaitUntilStarted => snapshot.State == KnownStates.Running,
        _ => snapshot is { State: KnownStates.Running, IsReady: true },
    };

    private static bool IsOver(WaitAnnotation wait, WaitBehavior behavior, ResourceSnapshot snapshot) =>
        IsMet(wait, snapshot)
        || (KnownStates.IsTerminal(snapshot.State)
            && (wait.WaitType == WaitType.WaitForCompletion || behavior == WaitBehavior.StopOnResourceUnavailable));
}
