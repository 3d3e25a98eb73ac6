using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace SreGym.Agents.Reference;

/// <summary>Rebuilds a pull secret and has the stuck pods start over.</summary>
internal sealed class Repair(Kubernetes cluster)
{
    public async Task RestoreSecretAsync(
        PullFailure failure, string name, RegistryCredentials credentials, CancellationToken cancellationToken)
    {
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = failure.Namespace },
            Type = DockerConfig.SecretType,
            Data = new Dictionary<string, byte[]> { [DockerConfig.Key] = DockerConfig.Write(failure.Image.Registry, credentials) },
        };
        try
        {
            await cluster.CoreV1.CreateNamespacedSecretAsync(secret, failure.Namespace, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.Conflict)
        {
            await cluster.CoreV1.ReplaceNamespacedSecretAsync(secret, name, failure.Namespace, cancellationToken: cancellationToken);
        }

        Notebook.Write($"Pull secret {failure.Namespace}/{name} is there, for {failure.Image.Registry}, with the {credentials}.");
    }

    /// <summary>A new pod pulls at once; the old one would wait for its back-off.</summary>
    public async Task RestartAsync(PullFailure failure, CancellationToken cancellationToken)
    {
        foreach (var pod in failure.Pods)
        {
            try
            {
                await cluster.CoreV1.DeleteNamespacedPodAsync(pod, failure.Namespace, cancellationToken: cancellationToken);
                Notebook.Write($"Deleted pod {pod}, so that its successor pulls now.");
            }
            catch (HttpOperationException error) when (error.Response.StatusCode == HttpStatusCode.NotFound)
            {
                Notebook.Write($"Pod {pod} is gone already.");
            }
        }
    }
}
