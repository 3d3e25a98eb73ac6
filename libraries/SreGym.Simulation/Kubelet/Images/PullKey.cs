namespace SreGym.Simulation.Kubelet.Images;

/// <summary>What a pull's back-off is remembered by.</summary>
internal readonly record struct PullKey(string PodUid, string Container, string Image);
