using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Events;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers;

/// <summary>The one owner that manages an object.</summary>
internal static class ControllerReference
{
    public static OwnerReference? Find(StoredObject stored, string kind)
    {
        foreach (var owner in stored.Owners)
        {
            if (owner.Controller && owner.Kind == kind)
            {
                return owner;
            }
        }

        return null;
    }

    public static JsonObject To(string apiVersion, string kind, string name, string uid) => new()
    {
        ["apiVersion"] = apiVersion,
        ["kind"] = kind,
        ["name"] = name,
        ["uid"] = uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static JsonObject To(StoredObject owner) => To(owner.Type.ApiVersion, owner.Type.Kind, owner.Name, owner.Uid);

    /// <summary>The object as events refer to it.</summary>
    public static InvolvedObject Involve(StoredObject stored) => new(
        stored.Type.ApiVersion,
        stored.Type.Kind,
        stored.Namespace,
        stored.Name,
        stored.Uid,
        stored.ResourceVersion.ToString(CultureInfo.InvariantCulture));
}
