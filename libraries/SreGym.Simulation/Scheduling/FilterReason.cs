namespace SreGym.Simulation.Scheduling;

/// <summary>Why a node does not take a pod, and whether evicting other pods could change that.</summary>
internal readonly record struct FilterReason(string Text, bool CanPreempt);
