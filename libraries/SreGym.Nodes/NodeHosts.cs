namespace SreGym.Nodes;

/// <summary>What containerd on a node is told about one registry. Never a credential: those come with pods.</summary>
/// <param name="Host">Host and port as images write it.</param>
/// <param name="HostsToml">Content of <c>hosts.toml</c>.</param>
/// <param name="Authorities">Certificates in PEM to trust for that host; empty for none.</param>
public sealed record NodeHosts(string Host, string HostsToml, string Authorities = "")
{
    // Nobody serves the discard port over TCP any more: what goes there is refused at once, on the node itself.
    private const string NowhereAddress = "http://127.0.0.1:9";

    /// <summary>True when the file must do what it says: it is written only where containerd's configuration names the folder.</summary>
    public bool MustBeRead { get; private init; }

    /// <summary>Plain HTTP to an address in the cluster.</summary>
    public static NodeHosts PlainHttp(string host) => new(host, Write($"http://{host}"));

    /// <summary>TLS, trusting what the registry serves.</summary>
    /// <param name="host">Host and port as images write it.</param>
    /// <param name="certificate">Its certificate in PEM, and whatever its file has as its chain.</param>
    public static NodeHosts Trusting(string host, string certificate) => new(host, Write($"https://{host}") + "\n  ca = \"ca.crt\"", certificate);

    /// <summary>Nothing is pulled from the registry: its only address refuses, and so does the one that containerd falls back to.</summary>
    public static NodeHosts Nowhere(string host) => new(host, Write(NowhereAddress)) { MustBeRead = true };

    // Releases of containerd up to 1.7 ignore a file without a host section (containerd/containerd#10027).
    private static string Write(string address) => $"""
        server = "{address}"
        [host."{address}"]
          capabilities = ["pull", "resolve"]
        """;
}
