using SreGym.Oci.Client;

namespace SreGym.Simulation.Networking;

/// <summary>How a node reaches a registry.</summary>
/// <param name="Endpoint">Where the requests really go; null when there is no way.</param>
/// <param name="Scheme">Scheme the container runtime settles on; error texts show it.</param>
/// <param name="Failure">Why there is no way, in the words of Go's network library.</param>
internal sealed record RegistryRoute(RegistryEndpoint? Endpoint, string Scheme, string Failure)
{
    public static RegistryRoute To(RegistryEndpoint endpoint, string scheme) => new(endpoint, scheme, "");

    // The runtime tries https first, for local registries too, and reports that attempt.
    public static RegistryRoute Blocked(string failure) => new(null, "https", failure);
}
