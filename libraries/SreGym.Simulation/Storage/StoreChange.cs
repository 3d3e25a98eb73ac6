namespace SreGym.Simulation.Storage;

/// <summary>One write to the store.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the write; for a deletion its last state with the resourceVersion of the deletion.</param>
/// <param name="Previous">The object before the write; null for a creation.</param>
public sealed record StoreChange(WatchEventType Type, StoredObject Object, StoredObject? Previous);
