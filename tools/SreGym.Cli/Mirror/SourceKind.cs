namespace SreGym.Cli.Mirror;

/// <summary>Where images come from.</summary>
internal enum SourceKind
{
    Registry,
    OciLayout,
    DockerArchive,
}
