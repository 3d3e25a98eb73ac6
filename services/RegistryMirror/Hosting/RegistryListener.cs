using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;

namespace SreGym.RegistryMirror.Hosting;

/// <summary>The registry endpoint: the Host header decides which registry answers.</summary>
internal sealed class RegistryListener(RegistryHosts hosts, RegistryHandler handler)
{
    public Task HandleAsync(HttpContext context)
    {
        var host = context.Request.Host.Value ?? "";
        return hosts.Find(host) is { } registry
            ? handler.HandleAsync(context, registry)
            : RegistryHandler.RefuseAsync(context, RegistryError.Misdirected(host));
    }
}
