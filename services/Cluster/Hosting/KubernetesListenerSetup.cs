using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SreGym.Cluster.Certificates;

namespace SreGym.Cluster.Hosting;

/// <summary>HTTPS listeners present the API servers' certificate; watches may be many and silent.</summary>
internal sealed class KubernetesListenerSetup(ServerCertificate certificate) : IConfigureOptions<KestrelServerOptions>
{
    private const int StreamsPerConnection = 1000;

    public void Configure(KestrelServerOptions options)
    {
        options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate.Certificate);
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        options.AddServerHeader = false;
    }
}
