namespace SreGym.Fidelity.Tests.Recordings;

/// <summary>What an object showed from a moment on, in the notation of the recordings.</summary>
public sealed record ObjectState(double Time, string Change, string Kind, string Name, string Shown);
