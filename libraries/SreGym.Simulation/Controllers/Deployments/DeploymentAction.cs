using System.Text.Json.Nodes;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>One write a Deployment needs, to be carried out in order.</summary>
internal abstract record DeploymentAction
{
    private DeploymentAction()
    {
    }

    public sealed record CreateReplicaSet(JsonObject Value, string Name, int Replicas) : DeploymentAction;

    public sealed record AnnotateReplicaSet(string Name, IReadOnlyDictionary<string, string> Annotations, int MinReadySeconds) : DeploymentAction;

    public sealed record ScaleReplicaSet(string Name, int From, int To) : DeploymentAction;

    public sealed record DeleteReplicaSet(string Name) : DeploymentAction;

    /// <param name="Status">The new status.</param>
    /// <param name="Revision">The revision to note on the Deployment.</param>
    public sealed record WriteStatus(JsonObject Status, string? Revision) : DeploymentAction;
}
