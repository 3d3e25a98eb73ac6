using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace SreGym.Cluster.Hosting;

/// <summary>Watches may be many and silent.</summary>
internal sealed class KubernetesListenerSetup : IConfigureOptions<KestrelServerOptions>
{
    private const int StreamsPerConnection = 1000;

    public void Configure(KestrelServerOptions options)
    {
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        options.AddServerHeader = false;
    }
}
