using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using SreGym.Oci.References;

namespace SreGym.Oci.Client;

/// <summary>Makes the clients of registries by their names: one each, with its access, over HTTPS or what the host speaks.</summary>
/// <param name="http">Connections; not disposed.</param>
/// <param name="findAccess">Who asks, by the registry's name as references write it.</param>
/// <param name="isInsecure">Registries that may speak plain HTTP. Loopback hosts always may.</param>
/// <param name="options">Behaviour of the clients; null for the defaults.</param>
public sealed class RegistryConnector(
    HttpMessageInvoker http,
    Func<string, CancellationToken, Task<IRegistryAccess?>> findAccess,
    Func<string, bool> isInsecure,
    RegistryClientOptions? options = null)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<RegistryClient>>> _clients = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The client of an image's registry.</summary>
    public Task<RegistryClient> ConnectAsync(ImageReference image, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(image);
        return _clients.GetOrAdd(image.Registry, _ => new(() => CreateAsync(image, cancellationToken))).Value;
    }

    private async Task<RegistryClient> CreateAsync(ImageReference image, CancellationToken cancellationToken)
    {
        var access = await findAccess(image.Registry, cancellationToken);
        string[] schemes = image.IsLoopback ? ["http", "https"] : isInsecure(image.Registry) ? ["https", "http"] : ["https"];
        foreach (var scheme in schemes[..^1])
        {
            // Which one it speaks is found out before a password is sent.
            if (await SpeaksAsync(Endpoint(scheme, image), cancellationToken))
            {
                return new RegistryClient(http, Endpoint(scheme, image), access, options);
            }
        }

        return new RegistryClient(http, Endpoint(schemes[^1], image), access, options);
    }

    private async Task<bool> SpeaksAsync(RegistryEndpoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var ping = await new RegistryClient(http, endpoint, null, options).PingAsync(cancellationToken);
            // What a TLS port answers to plain HTTP.
            return ping.Status != HttpStatusCode.BadRequest;
        }
        catch (RegistryRequestException error)
        {
            // It answered, but gave no token to nobody. Or nobody is there at all: the first scheme is as good as the other.
            return error.Status is not null || (error.SocketError is SocketError.ConnectionRefused && endpoint.Address.Scheme == "http");
        }
    }

    private static RegistryEndpoint Endpoint(string scheme, ImageReference image) => new(new Uri($"{scheme}://{image.WireHost}"));
}
