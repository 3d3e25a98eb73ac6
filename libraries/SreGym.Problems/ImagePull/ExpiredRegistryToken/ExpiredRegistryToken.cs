namespace SreGym.Problems.ImagePull.ExpiredRegistryToken;

/// <summary>
/// The image pull secret is still there, and the token in it has run out: everyday life with Amazon ECR, whose tokens are good for twelve
/// hours, as soon as whatever renews the secret has stopped. Pods go on running and cannot be replaced.
/// </summary>
public static class ExpiredRegistryToken
{
    /// <summary>The declaration.</summary>
    public static Problem Problem { get; } = ImagePullProblem.Create(
        "expired_registry_token",
        "The registry token in the image pull secret has expired",
        "The Secret that the Deployments name in imagePullSecrets is there, but the token in it is an earlier one whose twelve hours are "
            + "over, so the registry refuses the kubelet as a user whose login it does not accept.",
        "Find the registry's present token in the cluster, write it into the pull secret in place of the expired one "
            + "(or into a new one that the pods use), and let the pods pull again.",
        new ExpiredRegistryTokenFault(),
        ExpiredRegistryTokenRubric.Rubric,
        RegistryUserKind.Token);
}
