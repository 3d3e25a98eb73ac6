namespace SreGym.Problems.Locks;

/// <summary>Whether one way around a repair is closed.</summary>
/// <param name="Name">What is locked, e.g. <c>image caches</c>.</param>
/// <param name="Locked">True when it is.</param>
/// <param name="Detail">What was done; or why it is not locked.</param>
public sealed record LockState(string Name, bool Locked, string Detail);
