using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.ApiServer;

/// <summary>Namespaces carry their name as a label and a finalizer that the namespace controller takes away.</summary>
internal static class NamespaceStrategy
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    public static void PrepareForCreate(JsonObject value)
    {
        Label(value);
        value.GetOrAddObject("spec")["finalizers"] = new JsonArray("kubernetes");
        value["status"] = new JsonObject { ["phase"] = "Active" };
    }

    public static void PrepareForUpdate(JsonObject old, JsonObject value)
    {
        Label(value);
        value.GetOrAddObject("spec").CopyField(old.FindObject("spec") ?? [], "finalizers");
    }

    private static void Label(JsonObject value)
    {
        var metadata = value["metadata"]!.AsObject();
        metadata.GetOrAddObject("labels")[NameLabel] = metadata.FindText("name");
    }
}
