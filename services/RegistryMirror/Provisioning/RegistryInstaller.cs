using System.Net;
using Grpc.Core;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Contracts;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Creates the registry's objects, or brings the ones that are there into their declared state.</summary>
internal static class RegistryInstaller
{
    private const string Namespace = RegistryNames.Namespace;
    private const string Manager = RegistryNames.FieldManager;

    /// <summary>Returns the Service as the cluster has it, with its ports and address.</summary>
    public static async Task<V1Service> ApplyAsync(
        IKubernetes kubernetes, RegistryAccount account, RegistryPlan plan, SecretText key, CancellationToken cancellationToken)
    {
        var core = kubernetes.CoreV1;
        if (!plan.KeepsNamespace)
        {
            await EnsureAsync(
                RegistryObjects.Namespace(),
                body => core.CreateNamespaceAsync(body, fieldManager: Manager, cancellationToken: cancellationToken),
                (patch, name) => core.PatchNamespaceAsync(patch, name, fieldManager: Manager, cancellationToken: cancellationToken));
        }

        await EnsureSecretAsync(core, RegistryObjects.Htpasswd(account), cancellationToken);
        await PublishCredentialsAsync(kubernetes, account, RegistryNames.Host, cancellationToken);
        if (plan.Tls is { IsServedByPod: true } tls)
        {
            await EnsureSecretAsync(core, RegistryObjects.Certificate(tls, key), cancellationToken);
        }

        if (!plan.UsesEmptyDir)
        {
            await EnsureAsync(
                RegistryObjects.Claim(plan),
                body => core.CreateNamespacedPersistentVolumeClaimAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
                (patch, name) => core.PatchNamespacedPersistentVolumeClaimAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));
        }

        var service = await EnsureServiceAsync(core, plan, cancellationToken);
        await EnsureAsync(
            RegistryObjects.Deployment(account, plan),
            body => kubernetes.AppsV1.CreateNamespacedDeploymentAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
            (patch, name) => kubernetes.AppsV1.PatchNamespacedDeploymentAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));
        return service;
    }

    /// <summary>Writes the credentials, with the name under which nodes reach the registry.</summary>
    public static Task PublishCredentialsAsync(
        IKubernetes kubernetes, RegistryAccount account, string host, CancellationToken cancellationToken) =>
        EnsureSecretAsync(kubernetes.CoreV1, RegistryObjects.Credentials(account, host), cancellationToken);

    /// <summary>Creates the pods that configure nodes.</summary>
    public static Task ApplyHostsAsync(IKubernetes kubernetes, V1DaemonSet pods, CancellationToken cancellationToken) => EnsureAsync(
        pods,
        body => kubernetes.AppsV1.CreateNamespacedDaemonSetAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
        (patch, name) => kubernetes.AppsV1.PatchNamespacedDaemonSetAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));

    private static Task EnsureSecretAsync(ICoreV1Operations core, V1Secret secret, CancellationToken cancellationToken) => EnsureAsync(
        secret,
        body => core.CreateNamespacedSecretAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
        (patch, name) => core.PatchNamespacedSecretAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));

    // The usual node port may be somebody else's; then the cluster chooses one.
    private static async Task<V1Service> EnsureServiceAsync(ICoreV1Operations core, RegistryPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            return await core.CreateNamespacedServiceAsync(
                RegistryObjects.Service(plan), Namespace, fieldManager: Manager, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exists) when (exists.Response.StatusCode == HttpStatusCode.Conflict)
        {
            return await core.ReadNamespacedServiceAsync(RegistryNames.Registry, Namespace, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException taken) when (plan.Tls is null && plan.NodePort > 0 && taken.Response.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            return await core.CreateNamespacedServiceAsync(
                RegistryObjects.Service(plan with { NodePort = null }), Namespace, fieldManager: Manager, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException refused) when (plan.Tls is { } tls && refused.Response.StatusCode == HttpStatusCode.UnprocessableEntity)
        {
            throw Refused(tls, refused);
        }
    }

    private static SreGymException Refused(RegistryTls tls, HttpOperationException refused) => new(
        StatusCode.FailedPrecondition,
        ErrorReasons.RegistryFailed,
        $"The cluster refuses a Service of type {tls.ServiceType} for {tls.Host}: {refused.Response.Content} Give another port in --registry-host.",
        refused);

    private static async Task EnsureAsync<T>(T body, Func<T, Task<T>> create, Func<V1Patch, string, Task<T>> patch)
        where T : IKubernetesObject<V1ObjectMeta>
    {
        try
        {
            await create(body);
        }
        catch (HttpOperationException exists) when (exists.Response.StatusCode == HttpStatusCode.Conflict)
        {
            await patch(new V1Patch(body, V1Patch.PatchType.StrategicMergePatch), body.Metadata.Name);
        }
    }
}
