using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.Oci.Hosting;

/// <summary>A registry that listens on a port of its own, in memory or in a folder, open or with users of an htpasswd file.</summary>
public sealed class StandaloneRegistry : IAsyncDisposable
{
    private const int BufferSize = 1024 * 1024;

    private readonly WebApplication _app;
    private readonly RegistryHandler _handler;
    private readonly HostedRegistry _registry;
    private readonly IBlobStore _blobs;
    private readonly HtpasswdWatch? _users;
    private readonly ITimer _collection;

    private StandaloneRegistry(StandaloneRegistryOptions options, TimeProvider time)
    {
        _users = options.Htpasswd is { } htpasswd ? new HtpasswdWatch(htpasswd, time) : null;
        _blobs = options.Storage is { } folder ? new DiskBlobStore(folder) : new MemoryBlobStore();
        var volume = _blobs is DiskBlobStore disk ? RegistryVolume.Open(disk, time) : new RegistryVolume(_blobs, time);
        Garbage = new GarbageCollector(_blobs, () => [volume], time);
        _registry = new HostedRegistry { Instance = "standalone", Volume = volume, Authenticator = _users?.Authenticator };
        _handler = new RegistryHandler(time);
        _app = Build(options);
        _app.Run(HandleAsync);
        _collection = time.CreateTimer(_ => Garbage.Collect(options.Grace), null, options.CollectionInterval, options.CollectionInterval);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>Collects what nothing needs; runs by itself as well.</summary>
    public GarbageCollector Garbage { get; }

    /// <summary>Starts to listen.</summary>
    /// <exception cref="IOException">The folder or the port is in use, or the htpasswd file cannot be read.</exception>
    public static async Task<StandaloneRegistry> StartAsync(StandaloneRegistryOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var registry = new StandaloneRegistry(options, time);
        try
        {
            await registry._app.StartAsync(cancellationToken);
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _collection.DisposeAsync();
        (_blobs as IDisposable)?.Dispose();
        _users?.Dispose();
    }

    private static WebApplication Build(StandaloneRegistryOptions options)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Blobs come in whole: reading and writing overlap only when there is room between them.
            kestrel.Limits.MaxRequestBufferSize = BufferSize;
            kestrel.Limits.MaxResponseBufferSize = BufferSize;
            kestrel.Listen(options.Address, options.Port, listen => listen.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1);
        });
        return builder.Build();
    }

    private Task HandleAsync(HttpContext context)
    {
        _users?.Refresh();
        return _handler.HandleAsync(context, _registry);
    }
}
