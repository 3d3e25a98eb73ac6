namespace SreGym.Simulation.Storage;

/// <summary>A watch asks for changes the store has forgotten: list again.</summary>
public sealed class ResourceVersionTooOldException(long requested, long oldest)
    : Exception($"too old resource version: {requested} ({oldest})");
