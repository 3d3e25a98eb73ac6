using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Admission;

/// <summary>Gives a claim that names no class the default one, the newest where there are several (plugin/pkg/admission/storage).</summary>
internal sealed class DefaultStorageClassAdmission(ObjectStore store)
{
    private const string IsDefault = "storageclass.kubernetes.io/is-default-class";

    public void Admit(JsonObject claim)
    {
        var spec = claim.GetOrAddObject("spec");
        if (spec.ContainsKey("storageClassName"))
        {
            return;
        }

        var chosen = store.List(ResourceTypes.StorageClasses)
            .Where(item => item.Parse().FindText("metadata", "annotations", IsDefault) == "true")
            .OrderByDescending(item => item.Parse().FindText("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (chosen is not null)
        {
            spec["storageClassName"] = chosen.Name;
        }
    }
}
