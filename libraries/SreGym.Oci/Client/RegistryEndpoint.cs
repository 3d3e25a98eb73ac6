namespace SreGym.Oci.Client;

/// <summary>Where a registry is reached: a base address, and the <c>Host</c> header when that is not the address's own host.</summary>
/// <param name="Address">Scheme, host and port, e.g. <c>http://127.0.0.1:5000</c>.</param>
/// <param name="Host">Host header to send instead of the address's host; null to send that.</param>
public sealed record RegistryEndpoint(Uri Address, string? Host = null)
{
    /// <summary>The name other parties know this registry by.</summary>
    public string Name => string.IsNullOrEmpty(Host) ? Address.Authority : Host;

    /// <summary>The address of a path at this registry.</summary>
    public Uri Resolve(string path) => new(Address, path);

    /// <summary>True when an absolute address, as a <c>Location</c> may give it, is this registry again.</summary>
    public bool Owns(Uri address) =>
        Address.Authority.Equals(address.Authority, StringComparison.OrdinalIgnoreCase)
            ? Address.Scheme == address.Scheme
            : !string.IsNullOrEmpty(Host) && Host.Equals(address.Authority, StringComparison.OrdinalIgnoreCase);
}
