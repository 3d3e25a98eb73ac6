namespace SreGym.Simulation.Storage;

/// <summary>A consistent list: the objects as they were right after one write.</summary>
/// <param name="Objects">Objects in key order.</param>
/// <param name="ResourceVersion">That write; a watch from here misses nothing.</param>
public sealed record ObjectSnapshot(IReadOnlyList<StoredObject> Objects, long ResourceVersion);
