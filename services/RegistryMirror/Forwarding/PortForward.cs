using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.Contracts;

namespace SreGym.RegistryMirror.Forwarding;

/// <summary>A loopback port of this machine that leads to a port of the ready pod a selector finds. Lives until it is disposed.</summary>
internal sealed class PortForward : IAsyncDisposable
{
    private readonly IKubernetes _kubernetes;
    private readonly PodEndpoint _pod;
    private readonly ILogger _logger;
    private readonly X509Certificate2? _certificate;
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _accepting;

    /// <param name="kubernetes">The subject; disposed with this.</param>
    /// <param name="pod">Where connections go.</param>
    /// <param name="certificate">The one that the pod serves, disposed with this; null when it does not speak TLS. Clients of the port never do.</param>
    /// <param name="port">The loopback port; 0 draws a free one.</param>
    /// <param name="logger">Told of connections that fail.</param>
    /// <exception cref="SreGymException">The port is somebody else's.</exception>
    public PortForward(IKubernetes kubernetes, PodEndpoint pod, X509Certificate2? certificate, int port, ILogger logger)
    {
        _certificate = certificate;
        _kubernetes = kubernetes;
        _pod = pod;
        _logger = logger;
        _listener = Listen(port);
        _accepting = AcceptAsync();
    }

    /// <summary>Base address of the forwarded port.</summary>
    public string Address => $"http://{(IPEndPoint)_listener.LocalEndpoint}";

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
        _certificate?.Dispose();
        _kubernetes.Dispose();
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException taken)
        {
            listener.Dispose();
            throw new SreGymException(
                StatusCode.Unavailable,
                ErrorReasons.RegistryFailed,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"127.0.0.1:{port}, where this episode reaches its registry, cannot be opened again: {taken.Message}. ")
                    + "Free the port and try again, or recover the episode and start another.",
                taken);
        }
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closing.Token);
                connections.RemoveAll(connection => connection.IsCompleted);
                connections.Add(CarryAsync(client));
            }
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            await Task.WhenAll(connections);
        }
    }

    // The edge: whatever goes wrong with one connection ends that connection, and the client sees it closed.
    private async Task CarryAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            client.NoDelay = true;
            var pod = await FindReadyPodAsync()
                ?? throw new IOException($"no pod of {_pod.Namespace}/{_pod.LabelSelector} is ready");
            using var socket = await _kubernetes.WebSocketNamespacedPodPortForwardAsync(
                pod, _pod.Namespace, [_pod.Port], WebSocketProtocol.V4BinaryWebsocketProtocol, cancellationToken: _closing.Token);
            await (_certificate is null
                ? ForwardedConnection.RunAsync(client.GetStream(), socket, _closing.Token)
                : TlsForward.RunAsync(client.GetStream(), socket, _certificate, _closing.Token));
            socket.Abort();
        }
        catch (Exception) when (_closing.IsCancellationRequested)
        {
            // Closed from our side.
        }
        catch (Exception error) when (error is IOException or SocketException or WebSocketException or HttpRequestException
            or HttpOperationException or AuthenticationException or OperationCanceledException or KubernetesException)
        {
            Log.ForwardFailed(_logger, _pod.Namespace, _pod.LabelSelector, error.Message);
        }
    }

    private async Task<string?> FindReadyPodAsync()
    {
        var pods = await _kubernetes.CoreV1.ListNamespacedPodAsync(
            _pod.Namespace, labelSelector: _pod.LabelSelector, cancellationToken: _closing.Token);
        return pods.Items.FirstOrDefault(IsReady)?.Metadata.Name;
    }

    private static bool IsReady(V1Pod pod) =>
        pod.Metadata.DeletionTimestamp is null
        && pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;
}
