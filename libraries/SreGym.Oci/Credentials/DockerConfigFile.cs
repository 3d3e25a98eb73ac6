namespace SreGym.Oci.Credentials;

/// <summary>What we read of Docker's <c>config.json</c>.</summary>
internal sealed record DockerConfigFile
{
    public IReadOnlyDictionary<string, DockerAuth>? Auths { get; init; }

    public IReadOnlyDictionary<string, string>? CredHelpers { get; init; }

    public string? CredsStore { get; init; }
}
