namespace SreGym.ServiceDefaults.Storage;

/// <summary>Where a service keeps what must survive it.</summary>
public sealed class DataOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Data";

    /// <summary>Folder of the databases, absolute or relative to the working directory.</summary>
    /// <value><c>artifacts/data</c>.</value>
    public string Directory { get; set; } = Path.Combine("artifacts", "data");
}
