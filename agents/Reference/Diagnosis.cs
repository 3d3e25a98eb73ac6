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
        { PresentSecrets: [_, ..] present } =>
            $"the registry {failure.Image.Registry} does not accept what the pull secret {string.Join(", ", present)} holds.",
        _ => $"the pods name no image pull secret for the registry {failure.Image.Registry}.",
    };

    private static IEnumerable<string> Evidence(PullFailure failure) =>
    [
        .. failure.MissingSecrets.Select(secret => $"GET secret {failure.Namespace}/{secret} answers 404"),
        .. failure.Warnings.Take(4),
    ];
}
