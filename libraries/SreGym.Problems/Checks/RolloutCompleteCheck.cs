using System.Globalization;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Every Deployment of the application is completely rolled out with its baseline replicas, and no pod waits or terminates.</summary>
/// <remarks>A rollout that is under way when the repair is submitted gets twice the stability window to arrive.</remarks>
public sealed class RolloutCompleteCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "rollout complete";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var health = new ApplicationHealth(context);
        var problem = await new WorkloadWait(context.Subject, context.Namespace, context.Clock).TryForAsync(
            health.FindProblem, 2 * context.StabilityWindow, _ => Task.CompletedTask, cancellationToken);
        return problem is null
            ? CheckOutcome.Pass(string.Create(CultureInfo.InvariantCulture, $"All {health.Count} deployments are completely rolled out."))
            : CheckOutcome.Fail($"A deployment is not completely rolled out: {problem}.", new CheckEvidence("waiting", problem));
    }
}
