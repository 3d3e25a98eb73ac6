using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace SreGym.ServiceDefaults.Listeners;

/// <summary>HTTPS listeners of several services in one process, told apart by their ports.</summary>
public static class ListenerCertificateExtensions
{
    /// <summary>Gives one HTTPS listener, or all that have none, a certificate.</summary>
    public static IServiceCollection AddListenerCertificate(
        this IServiceCollection services, Func<IServiceProvider, ListenerCertificate> create)
    {
        services.AddSingleton(create);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<KestrelServerOptions>, Setup>());
        return services;
    }

    /// <summary>True for a request over TLS that came in by the port; 0 stands for any.</summary>
    public static bool IsTlsOn(this HttpContext context, int port)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Request.IsHttps && (port == 0 || context.Connection.LocalPort == port);
    }

    private sealed class Setup(IEnumerable<ListenerCertificate> certificates) : IConfigureOptions<KestrelServerOptions>
    {
        private readonly ListenerCertificate[] _certificates = [.. certificates];

        public void Configure(KestrelServerOptions options) =>
            options.ConfigureHttpsDefaults(https => https.ServerCertificateSelector = (connection, _) => Select(connection));

        private X509Certificate2? Select(ConnectionContext? connection)
        {
            var port = (connection?.LocalEndPoint as IPEndPoint)?.Port ?? 0;
            return (_certificates.FirstOrDefault(entry => entry.Port == port)
                ?? _certificates.FirstOrDefault(entry => entry.Port == 0))?.Certificate;
        }
    }
}
