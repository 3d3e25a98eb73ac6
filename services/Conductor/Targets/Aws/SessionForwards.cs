using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using k8s;
using k8s.KubeConfigModels;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>
/// The ways to the Kubernetes APIs of instances that nobody reaches directly. One for each instance, on one port of this machine for as
/// long as this process lives: the other services go through it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore without a wait handle holds nothing.")]
internal sealed class SessionForwards(SessionManager sessions, TimeProvider time, ILogger<SessionForwards> logger) : IAsyncDisposable
{
    private const int ApiPort = 6443;

    private readonly SemaphoreSlim _opening = new(1);
    private readonly Dictionary<string, KeptForward> _open = new(StringComparer.Ordinal);

    /// <summary>The kubeconfig with this machine's end of the way as its server. The certificate of k3s is good for that address.</summary>
    /// <param name="kubeconfig">A kubeconfig with one cluster.</param>
    /// <param name="instance">The instance that serves its API.</param>
    /// <param name="region">Its region.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="Contracts.SreGymException">There is no way.</exception>
    public async Task<string> RouteAsync(string kubeconfig, string instance, string region, CancellationToken cancellationToken)
    {
        var port = await OpenAsync(instance, region, cancellationToken);
        var configuration = KubernetesYaml.Deserialize<K8SConfiguration>(kubeconfig);
        foreach (var cluster in configuration.Clusters)
        {
            cluster.ClusterEndpoint.Server = $"https://127.0.0.1:{port}";
        }

        return KubernetesYaml.Serialize(configuration);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var forward in _open.Values)
        {
            await forward.DisposeAsync();
        }

        _open.Clear();
    }

    private async Task<int> OpenAsync(string instance, string region, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (!_open.TryGetValue(instance, out var forward))
            {
                var port = FindPort();
                forward = await KeptForward.OpenAsync(
                    port, token => sessions.OpenAsync(instance, region, ApiPort, port, token), time, logger, cancellationToken);
                _open[instance] = forward;
            }

            return forward.Port;
        }
        finally
        {
            _opening.Release();
        }
    }

    private static int FindPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
