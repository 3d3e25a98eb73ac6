using System.Net;
using Grpc.Core;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.RegistryMirror.Hosting;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Makes the private registry exist in the subject, or go away. Both may be repeated at any point.</summary>
internal sealed class RegistryProvisioner(
    RegistryProbe probe, RegistryAddress address, IOptions<RegistryMirrorOptions> options, TimeProvider time)
{
    /// <summary>Tells one step of progress.</summary>
    public delegate Task Report(string name, StepState state, string message);

    public async Task<PrivateRegistry> ProvisionAsync(
        IKubernetes kubernetes, Subject subject, Report report, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.ReadyTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var account = RegistryAccount.FromSeed(subject.Seed);
        await StepAsync(report, "create registry", async () =>
        {
            await ApplyAsync(kubernetes, account, linked.Token);
            return $"Deployment and Service {RegistryNames.Registry} in {RegistryNames.Namespace}";
        });
        await StepAsync(report, "await registry", async () =>
        {
            await new DeploymentWait(kubernetes).RunAsync(RegistryNames.Namespace, RegistryNames.Registry, linked.Token);
            return "available";
        });
        var registry = await DescribeAsync(kubernetes, subject, account, linked.Token);
        await StepAsync(report, "check registry", async () =>
        {
            await probe.WaitUntilLockedAsync(registry, linked.Token);
            return $"{registry.Host} refuses anonymous requests and accepts its user";
        });
        return registry;
    }

    public async Task RemoveAsync(IKubernetes kubernetes, CancellationToken cancellationToken)
    {
        try
        {
            await kubernetes.CoreV1.DeleteNamespaceAsync(
                RegistryNames.Namespace, propagationPolicy: "Foreground", cancellationToken: cancellationToken);
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return;
        }

        using var deadline = new CancellationTokenSource(options.Value.ReadyTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await NamespaceWait.UntilGoneAsync(kubernetes, RegistryNames.Namespace, linked.Token);
    }

    private static async Task StepAsync(Report report, string name, Func<Task<string>> action)
    {
        await report(name, StepState.Started, "");
        var message = await action();
        await report(name, StepState.Completed, message);
    }

    private static async Task ApplyAsync(IKubernetes kubernetes, RegistryAccount account, CancellationToken cancellationToken)
    {
        var core = kubernetes.CoreV1;
        const string Namespace = RegistryNames.Namespace;
        const string Manager = RegistryNames.FieldManager;
        await EnsureAsync(
            RegistryObjects.Namespace(),
            body => core.CreateNamespaceAsync(body, fieldManager: Manager, cancellationToken: cancellationToken),
            (patch, name) => core.PatchNamespaceAsync(patch, name, fieldManager: Manager, cancellationToken: cancellationToken));
        foreach (var secret in new[] { RegistryObjects.Htpasswd(account), RegistryObjects.Credentials(account) })
        {
            await EnsureAsync(
                secret,
                body => core.CreateNamespacedSecretAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
                (patch, name) => core.PatchNamespacedSecretAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));
        }

        await EnsureAsync(
            RegistryObjects.Claim(),
            body => core.CreateNamespacedPersistentVolumeClaimAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
            (patch, name) => core.PatchNamespacedPersistentVolumeClaimAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));
        await EnsureAsync(
            RegistryObjects.Service(),
            body => core.CreateNamespacedServiceAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
            (patch, name) => core.PatchNamespacedServiceAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));
        await EnsureAsync(
            RegistryObjects.Deployment(account),
            body => kubernetes.AppsV1.CreateNamespacedDeploymentAsync(body, Namespace, fieldManager: Manager, cancellationToken: cancellationToken),
            (patch, name) => kubernetes.AppsV1.PatchNamespacedDeploymentAsync(patch, name, Namespace, fieldManager: Manager, cancellationToken: cancellationToken));
    }

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

    private async Task<PrivateRegistry> DescribeAsync(
        IKubernetes kubernetes, Subject subject, RegistryAccount account, CancellationToken cancellationToken)
    {
        var isEmbedded = subject.Target == TargetNames.Embedded;
        return new PrivateRegistry
        {
            Host = RegistryNames.Host,
            Namespace = RegistryNames.Namespace,
            Username = account.Username,
            Password = account.Password.Reveal(),
            AccessAddress = isEmbedded ? address.Get().AbsoluteUri.TrimEnd('/') : await FindNodeAddressAsync(kubernetes, cancellationToken),
            AccessHost = isEmbedded ? subject.ClusterId : "",
        };
    }

    private static async Task<string> FindNodeAddressAsync(IKubernetes kubernetes, CancellationToken cancellationToken)
    {
        var nodes = await kubernetes.CoreV1.ListNodeAsync(cancellationToken: cancellationToken);
        var node = nodes.Items
            .SelectMany(item => item.Status?.Addresses ?? [])
            .FirstOrDefault(found => found.Type == "InternalIP")?.Address;
        return node is null
            ? throw new SreGymException(
                StatusCode.FailedPrecondition, ErrorReasons.SubjectRefused, "No node of the subject has an InternalIP, so that its registry cannot be reached.")
            : $"http://{node}:{RegistryNames.NodePort}";
    }
}
