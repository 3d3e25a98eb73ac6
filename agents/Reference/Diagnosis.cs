namespace SreGym.Agents.Reference;

/// <summary>Puts what was seen into words, as one would write it into the incident channel.</summary>
internal static class Diagnosis
{
    public static string Write(IReadOnlyList<PullFailure> failures) => failures.Count == 0
        ? "No pod of the application is stuck; I found no failing workload."
        : string.Join("\n\n", failures.Select(Write));

    private static string Write(PullFailure failure) =>
        $"""
        Component: deployment {failure.Workload} in namespace {failure.Namespace}.
        What happens: its pods {string.Join(", ", failure.Pods)} are in {failure.Reason}; the kubelet cannot pull the image {failure.Image}.
        Root cause: {RootCause(failure)}
        Evidence: {string.Join("; ", Evidence(failure))}
        """;

    private static string RootCause(PullFailure failure) => failure switch
    {
        { MissingSecrets: [_, ..] missing } =>
            $"the image pull secret {string.Join(", ", missing)} that the pods name in imagePullSecrets is missing: "
            + $"it does not exist in namespace {failure.Namespace}. The kubelet therefore pulls anonymously, and the private registry "
            + $"{failure.Image.Registry} demands authentication.",
        { PresentSecrets: [{ Expiration: not null } ended, ..] } when failure.IsRefused =>
            $"the registry token in the image pull secret {ended.Name} has expired. The secret exists in namespace {failure.Namespace}, but nobody "
            + $"wrote a new token into it, and the private registry {failure.Image.Registry} refuses the one it holds.",
        { PresentSecrets: [var present, ..] } when failure.IsRefused =>
            $"the credentials in the image pull secret {present.Name} are no longer accepted by the private registry {failure.Image.Registry}; "
            + $"the secret itself exists in namespace {failure.Namespace}.",
        { PresentSecrets: [var present, ..] } =>
            $"the pull secret {present.Name} exists; the pull from {failure.Image.Registry} fails for another reason: {failure.Message}",
        _ => $"the pods name no image pull secret for the registry {failure.Image.Registry}.",
    };

    private static IEnumerable<string> Evidence(PullFailure failure) =>
    [
        .. failure.MissingSecrets.Select(secret => $"GET secret {failure.Namespace}/{secret} answers 404"),
        .. failure.PresentSecrets.Where(secret => secret.Expiration is not null).Select(
            secret => $"the token in secret {failure.Namespace}/{secret.Name} has expiration {secret.Expiration:u}"),
        .. failure.Warnings.Take(4),
    ];
}
