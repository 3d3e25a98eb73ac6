using Grpc.Core;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Nodes;
using SreGym.Oci.Mirroring;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Provisioning.Nodes;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Finds the name under which every node pulls from the registry, one way after the other.</summary>
internal sealed class RegistryExposer(
    PullProbe pulls, NodeConfiguration nodes, IOptions<RegistryMirrorOptions> options, TimeProvider time, ILogger<RegistryExposer> logger)
{
    /// <summary>How long it may take beyond the time in which a registry is ready.</summary>
    public TimeSpan Patience(RegistryPlan plan) => plan.Tls is { HasNewAddress: true } ? 2 * options.Value.ExposureTimeout : TimeSpan.Zero;

    /// <summary>The name, and what was written on nodes for it.</summary>
    /// <param name="kubernetes">The subject.</param>
    /// <param name="plan">What to try.</param>
    /// <param name="service">The registry's Service, as the cluster has it.</param>
    /// <param name="registry">The registry, as the harness reaches it.</param>
    /// <param name="account">Its user.</param>
    /// <param name="report">Told what it waits for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SreGymException">There is none; the message has every node's answer.</exception>
    public async Task<(string Host, IReadOnlyList<string> Files)> RunAsync(
        IKubernetes kubernetes,
        RegistryPlan plan,
        V1Service service,
        PrivateRegistry registry,
        RegistryAccount account,
        Func<string, Task> report,
        CancellationToken cancellationToken)
    {
        await PushAsync(registry, cancellationToken);
        var obstacles = new List<string>();
        foreach (var exposure in plan.Exposures)
        {
            var host = FindHost(exposure, plan, service);
            var record = plan.Tls is { } tls ? await DescribeRecordAsync(kubernetes, tls, service, report, cancellationToken) : "";
            var configured = plan.ConfiguresNodes && FindNodeHosts(exposure, host, plan) is { } hosts
                ? await nodes.ApplyAsync(kubernetes, hosts, plan, cancellationToken)
                : new NodeHostsResult(null, []);
            var obstacle = configured.Obstacle ?? await pulls.FindObstacleAsync(
                kubernetes,
                host,
                account,
                plan.Tls is { HasNewAddress: true } ? options.Value.ExposureTimeout : TimeSpan.Zero,
                refusal => record.Length == 0 ? Task.CompletedTask : report($"{record}; {refusal}"),
                cancellationToken);
            if (obstacle is null)
            {
                return (host, configured.Files);
            }

            Log.ExposureRefused(logger, host, obstacle);
            obstacles.Add($"{host} ({exposure}): {obstacle}{Describe(configured.Files)}");
        }

        throw Refused($"The nodes cannot pull from the registry in the cluster: {string.Join("; ", obstacles)}. {FindRemedy(plan)} (docs/targets.md).");
    }

    private async Task PushAsync(PrivateRegistry registry, CancellationToken cancellationToken)
    {
        try
        {
            await pulls.PushAsync(registry, cancellationToken);
        }
        catch (MirrorException failed)
        {
            throw new SreGymException(StatusCode.Unavailable, ErrorReasons.RegistryFailed, failed.Message, failed);
        }
    }

    private static string FindHost(string exposure, RegistryPlan plan, V1Service service) => exposure switch
    {
        RegistryExposures.NodePort => RegistryNames.HostOf(service.Spec.Ports[0].NodePort ?? 0),
        RegistryExposures.Tls => plan.Tls!.Host,
        _ => $"{service.Spec.ClusterIP}:{RegistryNames.Port}",
    };

    private static NodeHosts? FindNodeHosts(string exposure, string host, RegistryPlan plan) => exposure switch
    {
        RegistryExposures.ClusterIp => NodeHosts.PlainHttp(host),
        RegistryExposures.Tls when plan.Tls!.IsServedByPod => NodeHosts.Trusting(plan.Tls.Host, plan.Tls.Certificate),
        _ => null,
    };

    // Where the name has to lead; the record itself is the operator's.
    private async Task<string> DescribeRecordAsync(
        IKubernetes kubernetes, RegistryTls tls, V1Service service, Func<string, Task> report, CancellationToken cancellationToken)
    {
        var address = tls.ServiceType switch
        {
            ServiceTypes.ClusterIp => service.Spec.ClusterIP,
            ServiceTypes.LoadBalancer => await AwaitLoadBalancerAsync(kubernetes, report, cancellationToken),
            _ => "any node",
        };
        var record = address == tls.Name ? $"{tls.Host} is the registry" : $"the DNS record of {tls.Name} must point at {address}, for every node";
        await report(record);
        return record;
    }

    private async Task<string> AwaitLoadBalancerAsync(IKubernetes kubernetes, Func<string, Task> report, CancellationToken cancellationToken)
    {
        var wait = new LoadBalancerWait(kubernetes);
        await report("waits for the load balancer's address");
        using var limit = new CancellationTokenSource(options.Value.ExposureTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await wait.RunAsync(either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Refused($"Service {RegistryNames.Namespace}/{RegistryNames.Registry} has no load balancer after "
                + $"{options.Value.ExposureTimeout.TotalMinutes:0} minutes: {await wait.ExplainAsync(cancellationToken)}");
        }
    }

    private static string Describe(IReadOnlyList<string> files) => files.Count == 0 ? "" : $" (written: {string.Join(", ", files)})";

    private static string FindRemedy(RegistryPlan plan) => plan switch
    {
        { Tls: not null, ConfiguresNodes: false } => "Every node must resolve and reach the name, and trust the certificate: --configure-nodes has containerd trust it",
        { Tls: not null } => "Every node must resolve and reach the name",
        { ConfiguresNodes: true } => "Configure the nodes' container runtime for plain HTTP to the ClusterIP yourself",
        _ => "Where kube-proxy does not route localhost, have the nodes told about the ClusterIP with --configure-nodes, or do so yourself",
    };

    private static SreGymException Refused(string message) => new(StatusCode.FailedPrecondition, ErrorReasons.RegistryFailed, message);
}
