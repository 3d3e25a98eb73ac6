namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>What containerd on a node is told about one registry. Never a credential: those come with pods.</summary>
/// <param name="Host">Host and port as images write it.</param>
/// <param name="HostsToml">Content of <c>hosts.toml</c>.</param>
/// <param name="Authorities">Certificates in PEM to trust for that host; empty for none.</param>
internal sealed record NodeHosts(string Host, string HostsToml, string Authorities = "")
{
    /// <summary>Plain HTTP to an address in the cluster.</summary>
    public static NodeHosts PlainHttp(string host) => new(host, Write($"http://{host}"));

    /// <summary>TLS, trusting what the registry serves: its certificate, and whatever its file has as its chain.</summary>
    public static NodeHosts Trusting(RegistryTls tls) => new(tls.Host, Write($"https://{tls.Host}") + "\n  ca = \"ca.crt\"", tls.Certificate);

    // Releases of containerd up to 1.7 ignore a file without a host section (containerd/containerd#10027).
    private static string Write(string address) => $"""
        server = "{address}"
        [host."{address}"]
          capabilities = ["pull", "resolve"]
        """;
}
