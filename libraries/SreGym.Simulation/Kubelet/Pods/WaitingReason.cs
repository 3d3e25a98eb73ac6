namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>Reason and message of a waiting container.</summary>
internal sealed record WaitingReason(string Reason, string Message);
