namespace SreGym.Conductor.Storage;

/// <summary>Where files go.</summary>
public sealed class FolderOptions
{
    /// <summary>Configuration section of the folder of databases.</summary>
    public const string DataSection = "Data";

    /// <summary>Configuration section of the folder of artifacts.</summary>
    public const string ArtifactsSection = "Artifacts";

    /// <summary>Folder, absolute or relative to the working directory.</summary>
    /// <value>Empty: <c>artifacts/data</c> for databases, <c>artifacts</c> for artifacts.</value>
    public string Directory { get; set; } = "";
}
