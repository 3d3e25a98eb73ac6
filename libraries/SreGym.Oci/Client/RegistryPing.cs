using System.Net;

namespace SreGym.Oci.Client;

/// <summary>The answer to <c>GET /v2/</c>.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Challenges">Values of <c>WWW-Authenticate</c>.</param>
public sealed record RegistryPing(HttpStatusCode Status, IReadOnlyList<string> Challenges);
