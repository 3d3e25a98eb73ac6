namespace SreGym.Simulation.Kubelet.Images;

/// <summary>Where credentials came from: also the name under which the kubelet records that they were good for an image.</summary>
internal sealed record SecretCoordinates(string Uid, string Namespace, string Name);
