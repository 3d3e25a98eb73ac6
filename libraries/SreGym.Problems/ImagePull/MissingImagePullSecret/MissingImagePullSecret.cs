namespace SreGym.Problems.ImagePull.MissingImagePullSecret;

/// <summary>
/// The image pull secret of a private image is gone (kubernetes/website#41896, kubernetes/kubernetes#117927):
/// new pods of the service cannot pull, and only credentials kept elsewhere in the cluster bring them back.
/// </summary>
public static class MissingImagePullSecret
{
    /// <summary>The declaration.</summary>
    public static Problem Problem { get; } = ImagePullProblem.Create(
        "missing_image_pull_secret",
        "The image pull secret of a private image is gone",
        "The Secret that the Deployments name in imagePullSecrets no longer exists in the application's namespace, "
            + "so the kubelet asks the authenticated registry for the image without credentials and is refused.",
        "Find the registry's credentials in the cluster, create a kubernetes.io/dockerconfigjson Secret from them, "
            + "make the pods use it, and let them pull again.",
        new MissingImagePullSecretFault(),
        MissingImagePullSecretRubric.Rubric,
        RegistryUserKind.Password);
}
