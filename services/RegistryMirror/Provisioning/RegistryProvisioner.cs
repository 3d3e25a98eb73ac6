using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Access;
using SreGym.RegistryMirror.Hosting;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Makes the private registry exist in the subject, or go away. Both may be repeated at any point.</summary>
internal sealed class RegistryProvisioner(
    RegistryProbe probe,
    RegistryExposer exposer,
    RegistryAddress address,
    ContentHolder holder,
    RegistryConnections connections,
    IOptions<RegistryMirrorOptions> options,
    TimeProvider time)
{
    private const string Exposing = "probe exposure";

    /// <summary>Tells one step of progress.</summary>
    public delegate Task Report(string name, StepState state, string message);

    public async Task<PrivateRegistry> ProvisionAsync(
        IKubernetes kubernetes,
        Subject subject,
        LoginKind login,
        SecretText certificateKey,
        Report report,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.ReadyTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var plan = RegistryPlan.For(subject);
        var account = await RegistryUser.FindAsync(kubernetes, login, subject.Seed, time.GetUtcNow(), linked.Token);
        V1Service? service = null;
        await StepAsync(report, "create registry", async () =>
        {
            service = await RegistryInstaller.ApplyAsync(kubernetes, account, plan, certificateKey, linked.Token);
            return $"Deployment and Service {RegistryNames.Registry} in {RegistryNames.Namespace}, image {plan.Image}, "
                + (plan.UsesEmptyDir ? "emptyDir volume" : "volume claim");
        });
        await StepAsync(report, "await registry", async () =>
        {
            await new DeploymentWait(kubernetes).RunAsync(RegistryNames.Namespace, RegistryNames.Registry, linked.Token);
            return "available";
        });
        var registry = Describe(subject, account);
        await StepAsync(report, "check registry", async () =>
        {
            await probe.WaitUntilLockedAsync(registry, linked.Token);
            return $"{registry.Host} refuses anonymous requests and accepts its user";
        });
        if (plan.NeedsProbe)
        {
            await StepAsync(report, Exposing, () => ExposeAsync(kubernetes, plan, service!, registry, account, report, cancellationToken));
        }

        return registry;
    }

    public async Task RemoveAsync(IKubernetes kubernetes, Subject subject, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.ReadyTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        await RegistryRemoval.RunAsync(kubernetes, RegistryPlan.For(subject).KeepsNamespace, linked.Token);
    }

    private async Task<string> ExposeAsync(
        IKubernetes kubernetes,
        RegistryPlan plan,
        V1Service service,
        PrivateRegistry registry,
        RegistryAccount account,
        Report report,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.ReadyTimeout + exposer.Patience(plan), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        (registry.Host, var files) = await exposer.RunAsync(
            kubernetes, plan, service, registry, account, line => report(Exposing, StepState.Progress, line), linked.Token);
        await RegistryInstaller.PublishCredentialsAsync(kubernetes, account, registry.Host, linked.Token);
        return $"every node pulls from {registry.Host}" + (files.Count == 0 ? "" : $", configured by {string.Join(", ", files)}");
    }

    private static async Task StepAsync(Report report, string name, Func<Task<string>> action)
    {
        await report(name, StepState.Started, "");
        var message = await action();
        await report(name, StepState.Completed, message);
    }

    private PrivateRegistry Describe(Subject subject, RegistryAccount account)
    {
        var isEmbedded = subject.Target == TargetNames.Embedded;
        var registry = new PrivateRegistry
        {
            Host = RegistryNames.Host,
            Namespace = RegistryNames.Namespace,
            Username = account.Username,
            Password = account.Password.Reveal(),
            AccessHost = isEmbedded ? subject.ClusterId : "",
            Holder = isEmbedded ? holder.Id : "",
        };
        registry.AccessAddress = isEmbedded ? address.Get().AbsoluteUri.TrimEnd('/') : connections.Open(subject, registry).Forward.Address;
        return registry;
    }
}
