using System.Globalization;

namespace SreGym.Problems.Subjects;

/// <summary>Waits, by watch, until the workloads of a namespace are in some state.</summary>
public sealed class WorkloadWait(SubjectApi subject, string @namespace, TimeProvider clock)
{
    /// <summary>Returns when every Deployment named is completely rolled out.</summary>
    /// <param name="deployments">Names.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="report">Told each time what is waited for has changed.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="NotReachedException">The limit passed; the message names what was waited for and why.</exception>
    public Task ForRolloutAsync(
        IReadOnlyCollection<string> deployments,
        TimeSpan limit,
        Func<string, Task> report,
        CancellationToken cancellationToken) =>
        ForAsync(snapshot => DescribeWaiting(snapshot, deployments), limit, report, cancellationToken);

    /// <summary>Returns when <paramref name="findWaiting"/> has nothing left to wait for.</summary>
    /// <exception cref="NotReachedException">The limit passed; the message repeats what was waited for.</exception>
    public async Task ForAsync(
        Func<WorkloadSnapshot, string?> findWaiting, TimeSpan limit, Func<string, Task> report, CancellationToken cancellationToken)
    {
        if (await TryForAsync(findWaiting, limit, report, cancellationToken) is { } last)
        {
            throw new NotReachedException(string.Create(
                CultureInfo.InvariantCulture, $"Namespace {@namespace} was not ready after {limit.TotalSeconds:0} s: {last}."));
        }
    }

    /// <summary>As <see cref="ForAsync"/>, but returns what was still waited for when the limit passed; null when nothing was.</summary>
    public async Task<string?> TryForAsync(
        Func<WorkloadSnapshot, string?> findWaiting, TimeSpan limit, Func<string, Task> report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(findWaiting);
        ArgumentNullException.ThrowIfNull(report);
        using var deadline = new CancellationTokenSource(limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var last = "nothing was seen of it";
        try
        {
            await foreach (var snapshot in new WorkloadWatch(subject, @namespace, clock).ReadAllAsync(stop.Token))
            {
                if (findWaiting(snapshot) is not { } waiting)
                {
                    return null;
                }

                if (waiting != last)
                {
                    last = waiting;
                    await report(waiting);
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }

        return last;
    }

    private static string? DescribeWaiting(WorkloadSnapshot snapshot, IReadOnlyCollection<string> deployments)
    {
        var waiting = deployments
            .Select(name => (Name: name, Why: snapshot.FindWaiting(name)))
            .Where(entry => entry.Why is not null)
            .ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var shown = string.Join("; ", waiting.Take(3).Select(entry => $"{entry.Name}: {entry.Why}"));
        return waiting.Count > 3 ? $"{waiting.Count} of {deployments.Count} deployments, e.g. {shown}" : shown;
    }
}
