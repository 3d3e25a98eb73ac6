using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>
/// The secret that the next pod of each target would pull with — named by the pod template, or by its ServiceAccount when the
/// template names none — has the right type and host, and the registry accepts its credentials for that image.
/// </summary>
public sealed class UsableSecretCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "usable secret";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var evidence = new List<CheckEvidence>();
        var failures = new List<string>();
        foreach (var target in context.Targets)
        {
            if (await FindFailureAsync(context, target, evidence, cancellationToken) is { } failure)
            {
                failures.Add($"{target}: {failure}");
            }
        }

        return failures.Count == 0
            ? CheckOutcome.Pass("Every target has a pull secret whose credentials the registry accepts.", evidence)
            : CheckOutcome.Fail($"No usable pull secret for {string.Join("; ", failures)}.", evidence);
    }

    private static async Task<string?> FindFailureAsync(
        CheckContext context, string target, List<CheckEvidence> evidence, CancellationToken cancellationToken)
    {
        var deployment = await context.Subject.FindAsync(
            new ObjectKey(KubernetesResources.Deployments, context.Namespace, target), cancellationToken);
        if (deployment is null || context.FindImage(target) is not { } image)
        {
            return "the deployment does not exist";
        }

        var (names, source) = await FindSecretNamesAsync(context, deployment, cancellationToken);
        var failure = $"neither the pod template nor its ServiceAccount names one ({source})";
        foreach (var name in names)
        {
            failure = await TrySecretAsync(context, name, image, cancellationToken);
            evidence.Add(new CheckEvidence($"{target}: {name}", failure.Length == 0 ? $"accepted, named by {source}" : failure));
            if (failure.Length == 0)
            {
                return null;
            }

            failure = $"{name} {failure}";
        }

        return failure;
    }

    private static async Task<(IReadOnlyList<string> Names, string Source)> FindSecretNamesAsync(
        CheckContext context, JsonObject deployment, CancellationToken cancellationToken)
    {
        var named = deployment.Names("spec", "template", "spec", "imagePullSecrets");
        if (named.Count > 0)
        {
            return (named, "the pod template");
        }

        var account = deployment.Text("spec", "template", "spec", "serviceAccountName") ?? "default";
        var found = await context.Subject.FindAsync(
            new ObjectKey(KubernetesResources.ServiceAccounts, context.Namespace, account), cancellationToken);
        return (found.Names("imagePullSecrets"), $"ServiceAccount {account}");
    }

    private static async Task<string> TrySecretAsync(
        CheckContext context, string name, PrivateImage image, CancellationToken cancellationToken)
    {
        var secret = await context.Subject.FindAsync(
            new ObjectKey(KubernetesResources.Secrets, context.Namespace, name), cancellationToken);
        if (secret is null)
        {
            return "does not exist";
        }

        var (login, problem) = DockerConfiguration.Read(secret, context.RegistryHost);
        if (login is null)
        {
            return $"is not usable: {problem}";
        }

        var ping = await context.Registry.PingAsync(login, cancellationToken);
        if (ping != 200)
        {
            return string.Create(CultureInfo.InvariantCulture, $"is refused: the registry answers {ping} to its credentials");
        }

        var manifest = await context.Registry.FindManifestAsync(login, image.RepositoryPath, image.Tag, cancellationToken);
        return manifest == 200
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $"does not open {image.RepositoryPath}: the registry answers {manifest}");
    }
}
