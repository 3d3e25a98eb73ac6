using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace SreGym.Agents.Reference;

/// <summary>Follows what the team has written down to the place where a registry's credentials are kept.</summary>
internal sealed partial class CredentialTrail(Kubernetes cluster)
{
    private static readonly string[] s_userKeys = ["username", "user", "login"];
    private static readonly string[] s_passwordKeys = ["password", "pass", "token"];

    /// <summary>Credentials for the registry that an image cannot be pulled from; null when the trail leads nowhere.</summary>
    public async Task<RegistryCredentials?> FindAsync(PullFailure failure, CancellationToken cancellationToken)
    {
        var image = failure.Image;
        var texts = await ReadRunbooksAsync(failure.Namespace, image, cancellationToken);
        var home = await FindRegistryNamespacesAsync(image, texts, cancellationToken);
        foreach (var candidate in home)
        {
            texts.AddRange(await ReadAnnotationsAsync(candidate, cancellationToken));
            foreach (var secret in await ListSecretsAsync(candidate, texts, cancellationToken))
            {
                // What the registry has refused looks no different from what it takes.
                var isRefused = candidate == failure.Namespace && failure.UselessSecrets.Contains(secret.Name());
                if (!isRefused && ReadCredentials(secret, image) is { } credentials)
                {
                    Notebook.Write($"Secret {secret.Name()} in {candidate} holds a username and a password for {image.Registry}.");
                    return credentials;
                }
            }
        }

        return null;
    }

    private async Task<List<string>> ReadRunbooksAsync(string @namespace, ImageName image, CancellationToken cancellationToken)
    {
        var maps = await cluster.CoreV1.ListNamespacedConfigMapAsync(@namespace, cancellationToken: cancellationToken);
        var texts = new List<string>();
        foreach (var map in maps.Items)
        {
            var text = string.Join('\n', map.Data?.Values ?? []);
            if (text.Contains(image.Registry, StringComparison.Ordinal) || Registry().IsMatch(text))
            {
                Notebook.Write($"ConfigMap {map.Name()} speaks of the registry:\n{Indent(text)}");
                texts.Add(text);
            }
        }

        return texts;
    }

    // The Service that answers at the image's node port or address, and every namespace the runbooks name.
    private async Task<IReadOnlyList<string>> FindRegistryNamespacesAsync(
        ImageName image, List<string> texts, CancellationToken cancellationToken)
    {
        var services = await cluster.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: cancellationToken);
        var serving = services.Items.Where(service => Serves(service, image)).Select(service => service.Namespace()).ToList();
        foreach (var found in serving)
        {
            Notebook.Write($"{image.Registry} belongs to a Service in namespace {found}.");
        }

        var all = await cluster.CoreV1.ListNamespaceAsync(cancellationToken: cancellationToken);
        var named = all.Items.Select(item => item.Name()).Where(name => texts.Any(text => Mentions(text, name)));
        return [.. serving.Concat(named).Distinct()];
    }

    private async Task<IEnumerable<string>> ReadAnnotationsAsync(string @namespace, CancellationToken cancellationToken)
    {
        var deployments = await cluster.AppsV1.ListNamespacedDeploymentAsync(@namespace, cancellationToken: cancellationToken);
        var texts = deployments.Items.SelectMany(deployment => deployment.Annotations()?.Values ?? []).Where(text => Registry().IsMatch(text)).ToList();
        foreach (var text in texts.Where(text => !text.StartsWith('{')))
        {
            Notebook.Write($"A Deployment in {@namespace} is annotated:\n{Indent(text)}");
        }

        return texts;
    }

    private async Task<IReadOnlyList<V1Secret>> ListSecretsAsync(string @namespace, List<string> texts, CancellationToken cancellationToken)
    {
        try
        {
            return [.. (await cluster.CoreV1.ListNamespacedSecretAsync(@namespace, cancellationToken: cancellationToken)).Items];
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Forbidden)
        {
            Notebook.Write($"May not list the Secrets of {@namespace}; asking for those that are mentioned.");
        }

        var names = texts.SelectMany(text => SecretName().Matches(text)).Select(match => match.Groups["name"].Value).Distinct();
        var secrets = new List<V1Secret>();
        foreach (var name in names)
        {
            try
            {
                secrets.Add(await cluster.CoreV1.ReadNamespacedSecretAsync(name, @namespace, cancellationToken: cancellationToken));
            }
            catch (HttpOperationException error) when (error.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden)
            {
                Notebook.Write($"Secret {name} in {@namespace}: {(int)error.Response.StatusCode}.");
            }
        }

        return secrets;
    }

    private static bool Serves(V1Service service, ImageName image) => service.Spec.Ports?.Any(port =>
        (port.NodePort is not null && port.NodePort == image.Port)
        || (port.Port == image.Port && image.Registry == $"{service.Spec.ClusterIP}:{image.Port}")) == true;

    private static RegistryCredentials? ReadCredentials(V1Secret secret, ImageName image)
    {
        if (secret.Data is not { } data)
        {
            return null;
        }

        if (data.ContainsKey(DockerConfig.Key))
        {
            return DockerConfig.Find(secret, image.Registry);
        }

        var (user, password) = (FindValue(data, s_userKeys), FindValue(data, s_passwordKeys));
        return user is null || password is null ? null : new RegistryCredentials(user, password, $"Secret {secret.Namespace()}/{secret.Name()}");
    }

    private static string? FindValue(IDictionary<string, byte[]> data, string[] keys) =>
        keys.Where(data.ContainsKey).Select(key => Encoding.UTF8.GetString(data[key]).Trim()).FirstOrDefault();

    private static bool Mentions(string text, string name) =>
        Regex.IsMatch(text, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static string Indent(string text) => "    " + text.TrimEnd().ReplaceLineEndings("\n    ");

    [GeneratedRegex("registr|pull secret|credential", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Registry();

    [GeneratedRegex("""secret[s]?[\s:`'"]+(?<name>[a-z0-9]([a-z0-9.-]*[a-z0-9])?)""", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SecretName();
}
