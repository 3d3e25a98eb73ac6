namespace SreGym.RegistryMirror.Provisioning.Nodes;

/// <summary>What containerd on a node is told about one registry. Never a credential: those come with pods.</summary>
/// <param name="Host">Host and port as images write it.</param>
/// <param name="HostsToml">Content of <c>hosts.toml</c>.</param>
internal sealed record NodeHosts(string Host, string HostsToml)
{
    /// <summary>Plain HTTP to an address in the cluster.</summary>
    public static NodeHosts PlainHttp(string host) => new(host, Write($"http://{host}"));

    // Releases of containerd up to 1.7 ignore a file without a host section (containerd/containerd#10027).
    private static string Write(string address) => $"""
        server = "{address}"
        [host."{address}"]
          capabilities = ["pull", "resolve"]
        """;
}
