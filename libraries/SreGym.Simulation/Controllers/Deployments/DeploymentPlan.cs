namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>What one look at a Deployment leads to.</summary>
/// <param name="Actions">Writes, in order.</param>
/// <param name="LookAgain">When to look again although nothing changed; null for never.</param>
internal sealed record DeploymentPlan(IReadOnlyList<DeploymentAction> Actions, TimeSpan? LookAgain);
