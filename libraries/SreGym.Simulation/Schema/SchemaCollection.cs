namespace SreGym.Simulation.Schema;

/// <summary>Whether a field holds one value, a list, or a map with string keys.</summary>
public enum SchemaCollection : byte
{
    /// <summary>One value.</summary>
    None,

    /// <summary>A list.</summary>
    List,

    /// <summary>A map with string keys.</summary>
    Map,
}
