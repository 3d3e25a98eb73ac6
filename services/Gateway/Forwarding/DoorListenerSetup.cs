using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using SreGym.Gateway.Certificates;

namespace SreGym.Gateway.Forwarding;

/// <summary>HTTPS listeners present the door's certificate; bodies may be as large as the API server takes them.</summary>
internal sealed class DoorListenerSetup(DoorCertificate certificate) : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate.Server);
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
    }
}
