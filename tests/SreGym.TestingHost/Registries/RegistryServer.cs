using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;

namespace SreGym.TestingHost.Registries;

/// <summary>The registry handler on a loopback port: virtual hosts of clusters, and the public catalogue.</summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RegistryServer(WebApplication app, RegistryHosts hosts)
    {
        _app = app;
        Hosts = hosts;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Its virtual hosts: start and stop registries here.</summary>
    public RegistryHosts Hosts { get; }

    /// <summary>Starts with the given clock, or the system's.</summary>
    public static Task<RegistryServer> StartAsync(TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        var hosts = new RegistryHosts(new MemoryBlobStore(), clock);
        var handler = new RegistryHandler(clock);
        return StartAsync(hosts, context => hosts.Find(context.Request.Host.Value ?? "") is { } registry
            ? handler.HandleAsync(context, registry)
            : RegistryHandler.RefuseAsync(context, RegistryError.Misdirected(context.Request.Host.Value ?? "")));
    }

    /// <summary>Starts with a handler of the test's own, e.g. a registry that lies.</summary>
    public static Task<RegistryServer> StartAsync(RequestDelegate handler) =>
        StartAsync(new RegistryHosts(new MemoryBlobStore(), TimeProvider.System), handler);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<RegistryServer> StartAsync(RegistryHosts hosts, RequestDelegate handler)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return new RegistryServer(app, hosts);
    }
}
