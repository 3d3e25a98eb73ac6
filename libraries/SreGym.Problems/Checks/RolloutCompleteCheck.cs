using System.Globalization;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Every Deployment of the application is completely rolled out with its baseline replicas, and no pod waits or terminates.</summary>
/// <remarks>
/// A rollout that is under way when the repair is submitted gets twice the stability window to arrive. Once it has, pods that run while they
/// end get <see cref="SettlingLimit"/> to be gone; after that, one of a revision that was left behind no longer counts, one of the current
/// revision does. Pods that end and have never run do not count at all.
/// </remarks>
public sealed class RolloutCompleteCheck : IMitigationCheck
{
    /// <summary>How long pods may take to end.</summary>
    /// <value>
    /// Two minutes: kubelets give a pod 30 seconds unless it asks for more, and those of 1.20 may take another minute to say that it has ended.
    /// </value>
    public TimeSpan SettlingLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc />
    public string Name => "rollout complete";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var health = new ApplicationHealth(context);
        var problem = await FindProblemAsync(context, health, cancellationToken);
        return problem is null
            ? CheckOutcome.Pass(string.Create(CultureInfo.InvariantCulture, $"All {health.Count} deployments are completely rolled out."))
            : CheckOutcome.Fail($"A deployment is not completely rolled out: {problem}.", new CheckEvidence("waiting", problem));
    }

    private async Task<string?> FindProblemAsync(CheckContext context, ApplicationHealth health, CancellationToken cancellationToken)
    {
        var wait = new WorkloadWait(context.Subject, context.Namespace, context.Clock);
        if (await wait.TryForAsync(health.FindObstacle, 2 * context.StabilityWindow, _ => Task.CompletedTask, cancellationToken) is { } obstacle)
        {
            return obstacle;
        }

        return await wait.TryForAsync(health.FindUnsettled, SettlingLimit, _ => Task.CompletedTask, cancellationToken) is null
            ? null
            : health.FindProblem(await WorkloadReader.ReadAsync(context.Subject, context.Namespace, cancellationToken));
    }
}
