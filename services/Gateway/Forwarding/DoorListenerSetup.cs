using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace SreGym.Gateway.Forwarding;

/// <summary>Bodies may come and go as slowly as the API server takes them.</summary>
internal sealed class DoorListenerSetup : IConfigureOptions<KestrelServerOptions>
{
    public void Configure(KestrelServerOptions options)
    {
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
    }
}
