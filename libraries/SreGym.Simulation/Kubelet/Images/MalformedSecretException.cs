namespace SreGym.Simulation.Kubelet.Images;

/// <summary>A pull secret that cannot be read. The message is what the kubelet shows as waiting reason.</summary>
internal sealed class MalformedSecretException(string message) : Exception(message);
