using System.Globalization;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer;

/// <summary>Names for objects created with <c>generateName</c>.</summary>
internal sealed class GeneratedNames(ObjectStore store, ClusterSeed seed)
{
    private const int LongestPrefix = 58;

    private readonly Dictionary<(ResourceType Type, string? Namespace, string Prefix), int> _made = [];
    private readonly Lock _making = new();

    public string Next(ResourceType type, string? @namespace, string prefix)
    {
        var shortened = prefix.Length > LongestPrefix ? prefix[..LongestPrefix] : prefix;
        lock (_making)
        {
            var key = (type, @namespace, shortened);
            while (true)
            {
                var ordinal = _made[key] = _made.GetValueOrDefault(key) + 1;
                var name = shortened + seed.Suffix(
                    5, type.QualifiedName, @namespace ?? "", shortened, ordinal.ToString(CultureInfo.InvariantCulture));
                if (store.Find(type, @namespace, name) is null)
                {
                    return name;
                }
            }
        }
    }
}
