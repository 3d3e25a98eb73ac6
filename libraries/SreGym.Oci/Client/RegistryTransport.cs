using System.Net;

namespace SreGym.Oci.Client;

/// <summary>The HTTP connections that registry clients share.</summary>
public static class RegistryTransport
{
    private static readonly TimeSpan s_connectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A connection pool without redirects (the client follows them itself, so that credentials never go to another host), without cookies
    /// and without trace headers (registries are not part of our telemetry). Loopback hosts are reached without a proxy. The caller disposes it.
    /// </summary>
    public static HttpMessageInvoker Create() => Create(null);

    /// <summary>The same with certificates of one's own.</summary>
    /// <param name="tls">Whose certificates are believed; null for the system's judgement.</param>
    public static HttpMessageInvoker Create(RegistryTls? tls)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = s_connectTimeout,
            ActivityHeadersPropagator = null,
            AutomaticDecompression = DecompressionMethods.None,
            Proxy = new LoopbackBypassingProxy(),
        };
        handler.SslOptions = (tls ?? new RegistryTls()).ToOptions();
        return new HttpMessageInvoker(handler);
    }
}
