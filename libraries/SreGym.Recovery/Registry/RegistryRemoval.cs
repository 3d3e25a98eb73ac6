using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;

namespace SreGym.Recovery.Registry;

/// <summary>Takes the private registry out of a subject. May be repeated at any point.</summary>
public static class RegistryRemoval
{
    private const string Namespace = RegistryNames.Namespace;

    /// <summary>Returns when it is gone.</summary>
    /// <param name="kubernetes">The subject.</param>
    /// <param name="keepsNamespace">True when the namespace is somebody else's and stays.</param>
    /// <param name="cancellationToken">Ends the wait; what has been asked for happens all the same.</param>
    public static async Task RunAsync(IKubernetes kubernetes, bool keepsNamespace, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);
        if (keepsNamespace)
        {
            await RemoveObjectsAsync(kubernetes, cancellationToken);
            await RemovalWait.ForPodsAsync(kubernetes, Namespace, RegistryNames.LabelSelector, cancellationToken);
            // A node is as it was when the pod that configured it has ended.
            await RemovalWait.ForPodsAsync(kubernetes, Namespace, RegistryNames.HostsLabelSelector, cancellationToken);
            return;
        }

        try
        {
            await kubernetes.CoreV1.DeleteNamespaceAsync(Namespace, propagationPolicy: "Foreground", cancellationToken: cancellationToken);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return;
        }

        await RemovalWait.ForNamespaceAsync(kubernetes, Namespace, cancellationToken);
    }

    private static async Task RemoveObjectsAsync(IKubernetes kubernetes, CancellationToken cancellationToken)
    {
        var core = kubernetes.CoreV1;
        await IgnoreMissingAsync(kubernetes.AppsV1.DeleteNamespacedDeploymentAsync(
            RegistryNames.Registry, Namespace, propagationPolicy: "Foreground", cancellationToken: cancellationToken));
        await IgnoreMissingAsync(kubernetes.AppsV1.DeleteNamespacedDaemonSetAsync(
            RegistryNames.Hosts, Namespace, propagationPolicy: "Foreground", cancellationToken: cancellationToken));
        await IgnoreMissingAsync(core.DeleteNamespacedServiceAsync(RegistryNames.Registry, Namespace, cancellationToken: cancellationToken));
        await IgnoreMissingAsync(core.DeleteNamespacedPersistentVolumeClaimAsync(RegistryNames.Volume, Namespace, cancellationToken: cancellationToken));
        await IgnoreMissingAsync(core.DeleteNamespacedSecretAsync(RegistryNames.Credentials, Namespace, cancellationToken: cancellationToken));
        await IgnoreMissingAsync(core.DeleteNamespacedSecretAsync(RegistryNames.Certificate, Namespace, cancellationToken: cancellationToken));
        await IgnoreMissingAsync(core.DeleteNamespacedSecretAsync(RegistryNames.Htpasswd, Namespace, cancellationToken: cancellationToken));
    }

    private static async Task IgnoreMissingAsync(Task removal)
    {
        try
        {
            await removal;
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            // Gone already.
        }
        catch (JsonException)
        {
            // Deleted: servers before 1.23 answer with a Status where the client reads the object.
        }
    }
}
