using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer.ManagedFields;

/// <summary>An entry of <c>metadata.managedFields</c>.</summary>
internal sealed record FieldOwner(string Manager, string Operation, string ApiVersion, string Subresource, string Time, FieldSet Fields)
{
    public const string Applies = "Apply";
    public const string Updates = "Update";

    public bool IsSame(FieldOwner other) =>
        Manager == other.Manager && Operation == other.Operation && ApiVersion == other.ApiVersion && Subresource == other.Subresource;

    public static FieldOwner Parse(JsonObject entry) => new(
        entry.FindText("manager") ?? "",
        entry.FindText("operation") ?? Updates,
        entry.FindText("apiVersion") ?? "",
        entry.FindText("subresource") ?? "",
        entry.FindText("time") ?? "",
        FieldSet.Parse(entry.FindObject("fieldsV1")));

    public JsonObject ToJson()
    {
        var entry = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time.Length > 0)
        {
            entry["time"] = Time;
        }

        entry["fieldsType"] = "FieldsV1";
        entry["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0)
        {
            entry["subresource"] = Subresource;
        }

        return entry;
    }

    /// <summary>As conflicts name it.</summary>
    public override string ToString()
    {
        var name = Subresource.Length > 0 ? $"\"{Manager}\" with subresource \"{Subresource}\"" : $"\"{Manager}\"";
        return Operation == Updates ? $"{name} using {ApiVersion}" : name;
    }
}
