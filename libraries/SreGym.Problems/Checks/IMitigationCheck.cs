namespace SreGym.Problems.Checks;

/// <summary>One observation that says whether a repair is real. It judges the outcome, never the method.</summary>
public interface IMitigationCheck
{
    /// <summary>Its name in reports, e.g. <c>rollout complete</c>.</summary>
    string Name { get; }

    /// <summary>Observes the subject.</summary>
    Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken);
}
