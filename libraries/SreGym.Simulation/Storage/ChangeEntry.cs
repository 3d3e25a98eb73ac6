namespace SreGym.Simulation.Storage;

/// <summary>A link of a resource's change log. Watchers hold the last link they saw; the collector frees what nobody holds.</summary>
internal sealed class ChangeEntry(StoreChange? change, long resourceVersion)
{
    private volatile ChangeEntry? _next;

    /// <summary>Null for the anchor before the first change.</summary>
    public StoreChange? Change { get; } = change;

    public long ResourceVersion { get; } = resourceVersion;

    public ChangeEntry? Next
    {
        get => _next;
        set => _next = value;
    }
}
