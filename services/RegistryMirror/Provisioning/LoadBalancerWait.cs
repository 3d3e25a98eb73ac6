using k8s;
using k8s.Models;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Waits until the cloud has given the registry's Service an address.</summary>
internal sealed class LoadBalancerWait(IKubernetes kubernetes)
{
    /// <summary>Name or address of the load balancer; the caller's token limits the time.</summary>
    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        const string Selector = $"metadata.name={RegistryNames.Registry}";
        while (true)
        {
            var list = await kubernetes.CoreV1.ListNamespacedServiceAsync(
                RegistryNames.Namespace, fieldSelector: Selector, cancellationToken: cancellationToken);
            if (list.Items.Select(FindAddress).FirstOrDefault(address => address is not null) is { } known)
            {
                return known;
            }

            await foreach (var (_, service) in kubernetes.CoreV1.WatchListNamespacedServiceAsync(
                RegistryNames.Namespace,
                fieldSelector: Selector,
                resourceVersion: list.Metadata.ResourceVersion,
                cancellationToken: cancellationToken))
            {
                if (FindAddress(service) is { } address)
                {
                    return address;
                }
            }
        }
    }

    /// <summary>What the cluster says about the load balancer that does not come.</summary>
    public async Task<string> ExplainAsync(CancellationToken cancellationToken)
    {
        var events = await kubernetes.CoreV1.ListNamespacedEventAsync(
            RegistryNames.Namespace, fieldSelector: $"involvedObject.name={RegistryNames.Registry},involvedObject.kind=Service", cancellationToken: cancellationToken);
        return events.Items.LastOrDefault(item => item.Type == "Warning")?.Message
            ?? events.Items.LastOrDefault()?.Message
            ?? "no controller has said anything about it: does this cluster have one for Services of type LoadBalancer?";
    }

    private static string? FindAddress(V1Service service) =>
        service.Status?.LoadBalancer?.Ingress?.FirstOrDefault() is { } ingress
            ? ingress.Hostname is { Length: > 0 } name ? name : ingress.Ip
            : null;
}
