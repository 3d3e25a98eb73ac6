using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Contracts.Common.V1;
using SreGym.Oci.Client;
using SreGym.Oci.Mirroring;
using SreGym.Oci.References;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Hosting;
using SreGym.RegistryMirror.Provisioning.Nodes;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Finds out by an actual pull, on every node, whether nodes reach the registry under a name.</summary>
internal sealed class PullProbe(HttpMessageInvoker http, RegistryAddress address, TimeProvider time)
{
    private const string Repository = "platform/pull-check";
    private const string Name = "pull-check";
    private const string Source = "docker.io/library/busybox:1.36";
    private const int MaximumNodes = 20;
    private const int Attempts = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(45);

    /// <summary>Puts the image that is pulled into the registry: a few kilobytes of the built-in catalogue.</summary>
    public async Task PushAsync(PrivateRegistry registry, CancellationToken cancellationToken)
    {
        var source = ImageReference.Parse(Source);
        using var mirror = new ImageMirror(new MirrorOptions { Time = time });
        await mirror.CopyAsync(
            new ImageCopy
            {
                Source = new RegistryImageSource(new RegistryClient(http, new RegistryEndpoint(address.Get(), source.WireHost)), source),
                Target = new RegistryClient(
                    http, new RegistryEndpoint(new Uri(registry.AccessAddress)), new RegistryCredentials(registry.Username, registry.Password)),
                TargetImage = ImageReference.Parse($"{registry.Host}/{Repository}:latest"),
            },
            onProgress: null,
            cancellationToken);
    }

    /// <summary>Null when every node pulls, else why one does not.</summary>
    /// <param name="kubernetes">The subject.</param>
    /// <param name="host">The name to try.</param>
    /// <param name="account">The registry's user.</param>
    /// <param name="patience">How long the name may take to lead to the registry; it is tried four times at least.</param>
    /// <param name="onRefusal">Told of every refusal.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> FindObstacleAsync(
        IKubernetes kubernetes,
        string host,
        RegistryAccount account,
        TimeSpan patience,
        Func<string, Task> onRefusal,
        CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        string[] nodes = [.. (await UsableNodes.ListAsync(kubernetes, cancellationToken)).Select(node => node.Metadata.Name).Take(MaximumNodes)];
        try
        {
            await kubernetes.CoreV1.CreateNamespacedSecretAsync(
                Secret(host, account), RegistryNames.Namespace, fieldManager: RegistryNames.FieldManager, cancellationToken: cancellationToken);
            string? obstacle = null;
            for (var attempt = 0; attempt < Attempts || time.GetElapsedTime(start) < patience; attempt++)
            {
                // A node port opens a moment after its endpoints: the first refusal is no answer yet.
                if (attempt > 0)
                {
                    await onRefusal(obstacle!);
                    await Task.Delay(attempt < Attempts ? s_pause : s_longPause, time, cancellationToken);
                }

                obstacle = await TryOnceAsync(kubernetes, host, nodes, attempt, cancellationToken);
                if (obstacle is null)
                {
                    return null;
                }
            }

            return obstacle;
        }
        finally
        {
            await RemoveAsync(kubernetes);
        }
    }

    private async Task<string?> TryOnceAsync(
        IKubernetes kubernetes, string host, IReadOnlyList<string> nodes, int attempt, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        foreach (var (index, node) in nodes.Index())
        {
            await kubernetes.CoreV1.CreateNamespacedPodAsync(
                Pod(host, $"{Name}-{attempt}-{index}", node),
                RegistryNames.Namespace,
                fieldManager: RegistryNames.FieldManager,
                cancellationToken: cancellationToken);
        }

        try
        {
            foreach (var (index, node) in nodes.Index())
            {
                if (await AwaitAsync(kubernetes, $"{Name}-{attempt}-{index}", either.Token) is { } reason)
                {
                    return $"node {node}: {reason}";
                }
            }

            return null;
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return $"no pull was decided within {s_patience.TotalSeconds:0} s";
        }
    }

    private static async Task<string?> AwaitAsync(IKubernetes kubernetes, string name, CancellationToken cancellationToken)
    {
        var selector = $"metadata.name={name}";
        while (true)
        {
            var list = await kubernetes.CoreV1.ListNamespacedPodAsync(
                RegistryNames.Namespace, fieldSelector: selector, cancellationToken: cancellationToken);
            if (list.Items.Select(Decide).FirstOrDefault(decision => decision is not null) is { } decided)
            {
                return decided.Length == 0 ? null : decided;
            }

            await foreach (var (_, pod) in kubernetes.CoreV1.WatchListNamespacedPodAsync(
                RegistryNames.Namespace,
                fieldSelector: selector,
                resourceVersion: list.Metadata.ResourceVersion,
                cancellationToken: cancellationToken))
            {
                if (Decide(pod) is { } found)
                {
                    return found.Length == 0 ? null : found;
                }
            }
        }
    }

    // Empty: pulled, whatever became of the container then. Null: not known yet.
    private static string? Decide(V1Pod pod)
    {
        var container = pod.Status?.ContainerStatuses?.FirstOrDefault();
        return container?.State switch
        {
            { Waiting: { Reason: "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "RegistryUnavailable" } waiting } =>
                waiting.Message?.Contains("no match for platform", StringComparison.Ordinal) == true ? "" : waiting.Message ?? waiting.Reason,
            { Running: not null } or { Terminated: not null } => "",
            { Waiting.Reason: "CreateContainerError" or "RunContainerError" or "CrashLoopBackOff" } => "",
            _ => container?.ImageID is { Length: > 0 } ? "" : null,
        };
    }

    private static async Task RemoveAsync(IKubernetes kubernetes)
    {
        using var limit = new CancellationTokenSource(s_patience);
        try
        {
            await kubernetes.CoreV1.DeleteCollectionNamespacedPodAsync(
                RegistryNames.Namespace, labelSelector: $"app.kubernetes.io/name={Name}", gracePeriodSeconds: 0, cancellationToken: limit.Token);
            await kubernetes.CoreV1.DeleteNamespacedSecretAsync(Name, RegistryNames.Namespace, cancellationToken: limit.Token);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // Never made, or gone with its namespace.
        }
    }

    private static V1Secret Secret(string host, RegistryAccount account)
    {
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Username}:{account.Password.Reveal()}"));
        var configuration = new JsonObject { ["auths"] = new JsonObject { [host] = new JsonObject { ["auth"] = login } } };
        return new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = Name, NamespaceProperty = RegistryNames.Namespace },
            Type = "kubernetes.io/dockerconfigjson",
            Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(configuration.ToJsonString()) },
        };
    }

    private static V1Pod Pod(string host, string name, string node) => new()
    {
        Metadata = new V1ObjectMeta
        {
            Name = name,
            NamespaceProperty = RegistryNames.Namespace,
            Labels = new Dictionary<string, string> { ["app.kubernetes.io/name"] = Name },
        },
        Spec = new V1PodSpec
        {
            NodeName = node,
            RestartPolicy = "Never",
            AutomountServiceAccountToken = false,
            TerminationGracePeriodSeconds = 0,
            ImagePullSecrets = [new V1LocalObjectReference { Name = Name }],
            Containers = [new V1Container { Name = Name, Image = $"{host}/{Repository}:latest", ImagePullPolicy = "Always", Command = ["true"] }],
        },
    };
}
