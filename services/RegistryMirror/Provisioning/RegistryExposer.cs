using Grpc.Core;
using k8s;
using k8s.Models;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Provisioning.Nodes;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Finds the name under which every node pulls from the registry, one way after the other.</summary>
internal sealed class RegistryExposer(PullProbe pulls, NodeConfiguration nodes, ILogger<RegistryExposer> logger)
{
    /// <summary>The name, and what was written on nodes for it.</summary>
    /// <exception cref="SreGymException">There is none; the message has every node's answer.</exception>
    public async Task<(string Host, IReadOnlyList<string> Files)> RunAsync(
        IKubernetes kubernetes,
        RegistryPlan plan,
        V1Service service,
        PrivateRegistry registry,
        RegistryAccount account,
        CancellationToken cancellationToken)
    {
        await pulls.PushAsync(registry, cancellationToken);
        var obstacles = new List<string>();
        foreach (var exposure in plan.Exposures)
        {
            var host = exposure == RegistryExposures.NodePort
                ? RegistryNames.HostOf(service.Spec.Ports[0].NodePort ?? 0)
                : $"{service.Spec.ClusterIP}:{RegistryNames.Port}";
            var configured = exposure == RegistryExposures.ClusterIp && plan.ConfiguresNodes
                ? await nodes.ApplyAsync(kubernetes, NodeHosts.PlainHttp(host), plan, cancellationToken)
                : new NodeConfigurationResult(null, []);
            var obstacle = configured.Obstacle ?? await pulls.FindObstacleAsync(kubernetes, host, account, cancellationToken);
            if (obstacle is null)
            {
                return (host, configured.Files);
            }

            Log.ExposureRefused(logger, host, obstacle);
            obstacles.Add($"{host} ({exposure}): {obstacle}{Describe(configured.Files)}");
        }

        throw new SreGymException(
            StatusCode.FailedPrecondition,
            ErrorReasons.RegistryFailed,
            $"The nodes cannot pull from the registry in the cluster: {string.Join("; ", obstacles)}. {FindRemedy(plan)} (docs/targets.md).");
    }

    private static string Describe(IReadOnlyList<string> files) => files.Count == 0 ? "" : $" (written: {string.Join(", ", files)})";

    private static string FindRemedy(RegistryPlan plan) => plan.ConfiguresNodes
        ? "Configure the nodes' container runtime for plain HTTP to the ClusterIP yourself"
        : "Where kube-proxy does not route localhost, have the nodes told about the ClusterIP with --configure-nodes, or do so yourself";
}
