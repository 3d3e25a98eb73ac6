using SreGym.Problems.Applications;
using SreGym.Problems.Baselines;
using SreGym.Problems.Locks;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull;

/// <summary>What a repair of a pull may leave different from the baseline.</summary>
internal static class AllowedRepairs
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    public static IReadOnlyList<AllowedDifference> All { get; } =
    [
        new(
            "Pull secrets in the application's namespace: rebuilt, renamed or corrected.",
            (difference, targets, now) => IsIn(difference, "Secret") && difference.Item.Text("type") is
                "kubernetes.io/dockerconfigjson" or "kubernetes.io/dockercfg"),
        new(
            "imagePullSecrets of ServiceAccounts in the application's namespace.",
            (difference, targets, now) => IsIn(difference, "ServiceAccount")
                && difference.Kind == DifferenceKind.Changed
                && difference.IsBelow("imagePullSecrets")),
        new(
            "A new ServiceAccount that a target's pods run under.",
            (difference, targets, now) => IsIn(difference, "ServiceAccount")
                && difference.Kind == DifferenceKind.Added
                && ListAccounts(targets, now).Contains(difference.Item.Name())),
        new(
            "The pull secret, ServiceAccount and restart mark of the targets' pod templates.",
            (difference, targets, now) => IsIn(difference, "Deployment")
                && difference.Kind == DifferenceKind.Changed
                && targets.Contains(difference.Item.Name())
                && IsPullField(difference)),
        new(
            "The pods that keep nodes from the public image's registry, which come with the fault.",
            (difference, targets, now) => PublicRegistryBlock.IsPartOf(difference, PrivateImageFault.RegistryNamespace)),
    ];

    private static bool IsIn(Difference difference, string kind) =>
        difference.ObjectKind == kind && difference.Namespace == HotelReservation.Profile.Namespace;

    private static bool IsPullField(Difference difference) =>
        difference.IsBelow("spec", "template", "spec", "imagePullSecrets")
        || difference.IsBelow("spec", "template", "spec", "serviceAccountName")
        || difference.IsBelow("spec", "template", "spec", "serviceAccount")
        || difference.IsBelow("spec", "template", "metadata", "annotations", RestartedAt)
        || (difference.IsBelow("spec", "template", "metadata", "annotations")
            && difference.After is System.Text.Json.Nodes.JsonObject { Count: 1 } added
            && added.ContainsKey(RestartedAt));

    private static IEnumerable<string> ListAccounts(IReadOnlyList<string> targets, Baseline now) =>
        now.List("Deployment", HotelReservation.Profile.Namespace)
            .Where(deployment => targets.Contains(deployment.Name()))
            .Select(deployment => deployment.Text("spec", "template", "spec", "serviceAccountName") ?? "default");
}
