namespace SreGym.Simulation.Runtime;

/// <summary>A container of a pod.</summary>
/// <param name="Namespace">Namespace of the pod.</param>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Container">Name of the container.</param>
public sealed record ContainerTarget(string Namespace, string Pod, string Container);
