using System.Net;
using System.Security.Cryptography.X509Certificates;
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
    /// <param name="handler">Answers every request.</param>
    /// <param name="certificate">Its certificate; null for plain HTTP.</param>
    public static Task<RegistryServer> StartAsync(RequestDelegate handler, X509Certificate2? certificate = null) =>
        StartAsync(new RegistryHosts(new MemoryBlobStore(), TimeProvider.System), handler, certificate);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task<RegistryServer> StartAsync(RegistryHosts hosts, RequestDelegate handler, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        var app = builder.Build();
        app.Run(handler);
        await app.StartAsync();
        return new RegistryServer(app, hosts);
    }
}
