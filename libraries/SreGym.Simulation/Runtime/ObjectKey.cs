using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Runtime;

/// <summary>Namespace and name; the namespace is null for cluster-scoped objects.</summary>
internal readonly record struct ObjectKey(string? Namespace, string Name)
{
    public static ObjectKey Of(StoredObject stored) => new(stored.Namespace, stored.Name);
}
