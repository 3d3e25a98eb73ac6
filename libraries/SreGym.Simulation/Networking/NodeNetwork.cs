using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using SreGym.Oci.Client;
using SreGym.Oci.References;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Networking;

/// <summary>
/// What a node reaches: node ports and cluster addresses through kube-proxy, public registries, and no cluster DNS names, because a
/// node's resolver does not know them.
/// </summary>
internal sealed class NodeNetwork(ServiceRouter services, RunningRegistries registries, Uri? registryAddress, IReadOnlyCollection<string> nodeAddresses)
{
    private const int DefaultPort = 443;
    private const string PlainAnswer = "http: server gave HTTP response to HTTPS client";

    public RegistryRoute FindRegistry(ImageReference reference)
    {
        var (host, port) = Split(reference.Registry);
        if (reference.IsLoopback || nodeAddresses.Contains(host))
        {
            var address = reference.IsLoopback ? "127.0.0.1" : host;
            return Through(services.FindNodePort(port), address, port, isPlainAllowed: reference.IsLoopback);
        }

        if (IPAddress.TryParse(host, out _))
        {
            return services.FindClusterAddress(host, port) is { } found
                ? Through(found, host, port, isPlainAllowed: false)
                : RegistryRoute.Blocked($"dial tcp {host}:{port}: i/o timeout");
        }

        return registryAddress is null || IsClusterName(host)
            ? RegistryRoute.Blocked($"dial tcp: lookup {host}: no such host")
            : RegistryRoute.To(new RegistryEndpoint(registryAddress, reference.WireHost), "https");
    }

    private RegistryRoute Through(
        (StoredObject Service, JsonObject Port)? target, string address, int port, bool isPlainAllowed)
    {
        var instance = target is { } found
            ? services.FindReadyPods(found.Service, found.Port).Select(pod => registries.Find(pod.Pod.Uid)).FirstOrDefault(name => name is not null)
            : null;
        if (instance is null || registryAddress is null)
        {
            return RegistryRoute.Blocked($"dial tcp {address}:{port}: connect: connection refused");
        }

        return isPlainAllowed
            ? RegistryRoute.To(new RegistryEndpoint(registryAddress, instance), "http")
            : RegistryRoute.Blocked(PlainAnswer);
    }

    /// <summary>A name without a dot or below the cluster's domain.</summary>
    private static bool IsClusterName(string host) =>
        !host.Contains('.', StringComparison.Ordinal)
        || host.EndsWith(".svc", StringComparison.Ordinal)
        || host.EndsWith(".cluster.local", StringComparison.Ordinal);

    private static (string Host, int Port) Split(string registry)
    {
        var colon = registry.LastIndexOf(':');
        return colon > 0 && int.TryParse(registry.AsSpan(colon + 1), CultureInfo.InvariantCulture, out var port)
            ? (registry[..colon], port)
            : (registry, DefaultPort);
    }
}
