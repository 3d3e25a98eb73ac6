using System.Text.Json;

namespace SreGym.Simulation.Tables;

/// <summary>The columns of volumes, claims and storage classes.</summary>
internal static class StorageCells
{
    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";

    public static void WriteVolume(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var claim = value.Text("spec", "claimRef", "name");
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Text("spec", "capacity", "storage"));
        cells.WriteStringValue(AccessModes(value.Items("spec", "accessModes")));
        cells.WriteStringValue(value.Text("spec", "persistentVolumeReclaimPolicy"));
        cells.WriteStringValue(Phase(value));
        cells.WriteStringValue(claim.Length == 0 ? "" : $"{value.Text("spec", "claimRef", "namespace")}/{claim}");
        cells.WriteStringValue(value.Text("spec", "storageClassName"));
        cells.WriteStringValue(Unset(value, "volumeAttributesClassName"));
        cells.WriteStringValue(value.Text("status", "reason"));
        cells.WriteStringValue(value.Age(now));
        cells.WriteStringValue(Unset(value, "volumeMode"));
    }

    public static void WriteClaim(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var isBound = value.Text("spec", "volumeName").Length > 0;
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(Phase(value));
        cells.WriteStringValue(value.Text("spec", "volumeName"));
        cells.WriteStringValue(isBound ? value.Text("status", "capacity", "storage") : "");
        cells.WriteStringValue(isBound ? AccessModes(value.Items("status", "accessModes")) : "");
        cells.WriteStringValue(value.Text("spec", "storageClassName"));
        cells.WriteStringValue(Unset(value, "volumeAttributesClassName"));
        cells.WriteStringValue(value.Age(now));
        cells.WriteStringValue(Unset(value, "volumeMode"));
    }

    public static void WriteStorageClass(Utf8JsonWriter cells, JsonElement value, DateTimeOffset now)
    {
        var isDefault = value.Text("metadata", "annotations", DefaultClass) == "true";
        cells.WriteStringValue(isDefault ? value.Name() + " (default)" : value.Name());
        cells.WriteStringValue(value.Text("provisioner"));
        cells.WriteStringValue(value.Text("reclaimPolicy") is { Length: > 0 } policy ? policy : "Delete");
        cells.WriteStringValue(value.Text("volumeBindingMode") is { Length: > 0 } mode ? mode : "Immediate");
        cells.WriteBooleanValue(value.Flag("allowVolumeExpansion"));
        cells.WriteStringValue(value.Age(now));
    }

    private static string Phase(JsonElement value) =>
        value.At("metadata", "deletionTimestamp") is null ? value.Text("status", "phase") : "Terminating";

    private static string Unset(JsonElement value, string name) => value.Text("spec", name) is { Length: > 0 } text ? text : "<unset>";

    private static string AccessModes(IEnumerable<JsonElement> modes) => string.Join(',', modes.Select(mode => mode.GetString() switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other,
    }));
}
