using SreGym.Simulation.Kubelet.Pods;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>The image of a container, or why there is none.</summary>
internal sealed record PullOutcome(NodeImage? Image, WaitingReason? Waiting);
