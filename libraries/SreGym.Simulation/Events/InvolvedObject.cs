using System.Text.Json.Nodes;

namespace SreGym.Simulation.Events;

/// <summary>The object an event is about.</summary>
internal sealed record InvolvedObject(
    string ApiVersion, string Kind, string? Namespace, string Name, string Uid, string? ResourceVersion = null, string? FieldPath = null)
{
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["kind"] = Kind };
        if (Namespace is not null)
        {
            json["namespace"] = Namespace;
        }

        json["name"] = Name;
        json["uid"] = Uid;
        json["apiVersion"] = ApiVersion;
        if (ResourceVersion is not null)
        {
            json["resourceVersion"] = ResourceVersion;
        }

        if (FieldPath is not null)
        {
            json["fieldPath"] = FieldPath;
        }

        return json;
    }
}
