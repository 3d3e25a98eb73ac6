using SreGym.Problems.Applications;
using SreGym.Problems.Checks;

namespace SreGym.Problems.ImagePull.MissingImagePullSecret;

/// <summary>
/// The image pull secret of a private image is gone (kubernetes/website#41896, kubernetes/kubernetes#117927):
/// new pods of the service cannot pull, and only credentials kept elsewhere in the cluster bring them back.
/// </summary>
public static class MissingImagePullSecret
{
    /// <summary>Option: which services lose their pods.</summary>
    public const string ServicesOption = "services";

    /// <summary>Option: how much the cluster tells about where the credentials are.</summary>
    public const string BreadcrumbOption = "breadcrumb";

    /// <summary>Option: how many healthy workloads name a secret that does not exist.</summary>
    public const string DecoysOption = "decoys";

    /// <summary>Option: whether the kubelet says which secret it misses.</summary>
    public const string KubeletEventsOption = "kubelet_events";

    /// <summary>The value of <see cref="ServicesOption"/> that means every service.</summary>
    public const string AllServices = "all";

    /// <summary>Breadcrumb: a runbook names the Secret with the credentials.</summary>
    public const string SecretNamed = "secret-named";

    /// <summary>Breadcrumb: a runbook names only the team that has them.</summary>
    public const string TeamOnly = "team-only";

    /// <summary>Breadcrumb: no runbook, only a remark on the registry's Deployment.</summary>
    public const string Comment = "comment";

    /// <summary>The declaration.</summary>
    public static Problem Problem { get; } = new()
    {
        Id = "missing_image_pull_secret",
        Title = "The image pull secret of a private image is gone",
        Family = "image_pull",
        Profile = HotelReservation.Profile,
        FindTargets = TargetServices.Of,
        Symptom = "New pods of the affected services stay in ErrImagePull and ImagePullBackOff.",
        RootCause = "The Secret that the Deployments name in imagePullSecrets no longer exists in the application's namespace, "
            + "so the kubelet asks the authenticated registry for the image without credentials and is refused.",
        Remedy = "Find the registry's credentials in the cluster, create a kubernetes.io/dockerconfigjson Secret from them, "
            + "make the pods use it, and let them pull again.",
        Options =
        [
            new ProblemOption(
                ServicesOption,
                "Services whose pods lose their image.",
                "recommendation",
                ["frontend", "geo", "profile", "rate", "recommendation", "reservation", "search", "user", AllServices],
                IsList: true),
            new ProblemOption(
                BreadcrumbOption,
                "What leads to the credentials: a runbook that names the Secret, a runbook that names only the team, "
                    + "or no runbook and a remark on the registry's Deployment.",
                SecretNamed,
                [SecretNamed, TeamOnly, Comment]),
            new ProblemOption(
                DecoysOption,
                "Workloads that run well and yet name a pull secret that does not exist.",
                "2",
                ["0", "1", "2", "3", "4"]),
            new ProblemOption(
                KubeletEventsOption,
                "Events of the embedded cluster's kubelet: 1.27 is silent about the secret, 1.28+ warns.",
                "1.28+",
                ["1.27", "1.28+"]),
        ],
        Fault = new MissingImagePullSecretFault(),
        Checks =
        [
            new RolloutCompleteCheck(),
            new StableCheck(),
            new PrivateImageCheck(),
            new FreshAuthenticatedPullCheck(),
            new UsableSecretCheck(),
            new RegistryLockedCheck(),
            new NoCollateralDamageCheck(),
            new ServiceWorksCheck(),
        ],
        AllowedDifferences = AllowedRepairs.All,
        Rubric = MissingImagePullSecretRubric.Rubric,
    };
}
