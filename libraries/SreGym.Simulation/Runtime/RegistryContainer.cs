namespace SreGym.Simulation.Runtime;

/// <summary>A registry that runs as a simulated container.</summary>
/// <param name="ClusterId">Cluster it runs in.</param>
/// <param name="Namespace">Namespace of its pod.</param>
/// <param name="Instance">Virtual host under which it is served: <c>&lt;pod-uid&gt;.&lt;cluster-id&gt;</c>.</param>
/// <param name="Volume">Where its content lives: containers with the same volume see the same images.</param>
/// <param name="Htpasswd">The password file as mounted; empty when there is none.</param>
/// <param name="RequiresAuthentication">Whether it asks for credentials.</param>
/// <param name="Realm">Realm of its challenge.</param>
public sealed record RegistryContainer(
    string ClusterId, string Namespace, string Instance, string Volume, string Htpasswd, bool RequiresAuthentication, string Realm)
{
    /// <inheritdoc />
    public override string ToString() => $"registry {Instance} of {ClusterId}/{Namespace}";
}
