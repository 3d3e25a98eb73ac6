namespace SreGym.Simulation.Schema;

/// <summary>How server-side apply merges a list (<c>x-kubernetes-list-type</c>); without a marker a list is atomic.</summary>
public enum SchemaListType : byte
{
    /// <summary>Owned and replaced as a whole.</summary>
    Atomic,

    /// <summary>Each value is owned by itself.</summary>
    Set,

    /// <summary>Each item is owned by its <see cref="SchemaField.ListMapKeys"/>.</summary>
    Map,
}
