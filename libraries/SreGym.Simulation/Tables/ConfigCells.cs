using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of secrets, config maps and service accounts.</summary>
internal static class ConfigCells
{
    public static void WriteSecret(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("type"));
        cells.WriteNumberValue(value.Entries("data").Count());
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteConfigMap(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteNumberValue(value.Entries("data").Count() + value.Entries("binaryData").Count());
        cells.WriteStringValue(value.Age(now));
    }

    public static void WriteServiceAccount(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteNumberValue(value.Items("secrets").Count());
        cells.WriteStringValue(value.Age(now));
    }
}
