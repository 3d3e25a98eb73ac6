using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of roles and their bindings.</summary>
internal static class RbacCells
{
    public static void WriteRole(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("metadata", "creationTimestamp"));
    }

    public static void WriteBinding(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue($"{value.Text("roleRef", "kind")}/{value.Text("roleRef", "name")}");
        cells.WriteStringValue(value.Age(now));
        cells.WriteStringValue(Subjects(value, "User"));
        cells.WriteStringValue(Subjects(value, "Group"));
        cells.WriteStringValue(Subjects(value, "ServiceAccount"));
    }

    private static string Subjects(JsonElement binding, string kind) => string.Join(", ", binding.Items("subjects")
        .Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));
}
