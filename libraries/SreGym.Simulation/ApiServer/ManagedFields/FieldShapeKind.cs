namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>How a value is owned.</summary>
internal enum FieldShapeKind
{
    /// <summary>As a whole.</summary>
    Leaf,

    /// <summary>Field by field.</summary>
    Struct,

    /// <summary>Key by key.</summary>
    Map,

    /// <summary>A list, item by item, found by keys.</summary>
    ItemsByKey,

    /// <summary>A list, value by value.</summary>
    ItemsByValue,

    /// <summary>Maps key by key, everything else as a whole.</summary>
    Untyped,
}
