using System.Globalization;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>What a Deployment notes on its ReplicaSets (kubernetes: pkg/controller/deployment/util/deployment_util.go).</summary>
internal static class ReplicaSetAnnotations
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    public const string Desired = "deployment.kubernetes.io/desired-replicas";
    public const string Maximum = "deployment.kubernetes.io/max-replicas";

    private static readonly HashSet<string> s_notCopied =
    [
        "kubectl.kubernetes.io/last-applied-configuration", Revision, RevisionHistory, Desired, Maximum,
        "deprecated.deployment.rollback.to",
    ];

    public static long ParseRevision(IReadOnlyDictionary<string, string> annotations) =>
        annotations.TryGetValue(Revision, out var text) && long.TryParse(text, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    /// <summary>The annotations the ReplicaSet of the current template should have.</summary>
    /// <param name="existing">Those it has; null when it is about to be created.</param>
    public static Dictionary<string, string> ForNewReplicaSet(
        DeploymentView deployment, IReadOnlyDictionary<string, string>? existing, long revision)
    {
        var annotations = new Dictionary<string, string>(existing ?? new Dictionary<string, string>(), StringComparer.Ordinal);
        foreach (var (name, text) in deployment.Annotations.Where(annotation => !s_notCopied.Contains(annotation.Key)))
        {
            annotations[name] = text;
        }

        var previous = annotations.GetValueOrDefault(Revision);
        if (ParseRevision(annotations) < revision)
        {
            annotations[Revision] = revision.ToString(CultureInfo.InvariantCulture);
            if (!string.IsNullOrEmpty(previous))
            {
                var history = annotations.GetValueOrDefault(RevisionHistory);
                annotations[RevisionHistory] = string.IsNullOrEmpty(history) ? previous : $"{history},{previous}";
            }
        }

        if (existing is null)
        {
            SetReplicas(annotations, deployment);
        }

        return annotations;
    }

    public static void SetReplicas(IDictionary<string, string> annotations, DeploymentView deployment)
    {
        annotations[Desired] = deployment.Replicas.ToString(CultureInfo.InvariantCulture);
        annotations[Maximum] = (deployment.Replicas + deployment.Limits.MaxSurge).ToString(CultureInfo.InvariantCulture);
    }
}
