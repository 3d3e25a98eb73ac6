using System.Globalization;
using System.Text.Json.Nodes;

namespace SreGym.Problems.Subjects;

/// <summary>How far a Deployment's rollout is, judged as <c>kubectl rollout status</c> does.</summary>
/// <param name="Deployment">Its name.</param>
/// <param name="Desired">Replicas asked for.</param>
/// <param name="Available">Replicas available.</param>
/// <param name="Waiting">What is still missing; null when the rollout is complete.</param>
public sealed record RolloutState(string Deployment, long Desired, long Available, string? Waiting)
{
    /// <summary>True when every replica is of the newest revision, ready and available, and no other is left.</summary>
    public bool Complete => Waiting is null;

    /// <summary>Reads a Deployment.</summary>
    public static RolloutState Of(JsonObject deployment)
    {
        var desired = deployment.At("spec", "replicas") is null ? 1 : deployment.Number("spec", "replicas");
        var available = deployment.Number("status", "availableReplicas");
        return new RolloutState(deployment.Name(), desired, available, FindWaiting(deployment, desired, available));
    }

    private static string? FindWaiting(JsonObject deployment, long desired, long available)
    {
        if (deployment.Number("status", "observedGeneration") < deployment.Number("metadata", "generation"))
        {
            return "its newest specification has not been observed yet";
        }

        var updated = deployment.Number("status", "updatedReplicas");
        if (updated < desired)
        {
            return Counted($"{updated} of {desired} replicas are of the newest revision");
        }

        var total = deployment.Number("status", "replicas");
        if (total > updated)
        {
            return Counted($"{total - updated} replicas of an older revision are left");
        }

        var ready = Math.Min(deployment.Number("status", "readyReplicas"), available);
        return ready < desired ? Counted($"{ready} of {desired} replicas are available") : null;
    }

    private static string Counted(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
