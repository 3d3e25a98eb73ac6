namespace SreGym.Oci.Credentials;

/// <summary>One entry of <c>auths</c>.</summary>
internal sealed record DockerAuth
{
    public string? Auth { get; init; }

    public string? Username { get; init; }

    public string? Password { get; init; }

    public string? IdentityToken { get; init; }

    public string? RegistryToken { get; init; }

    // The secrets stay out of every text made of this.
    public override string ToString() => nameof(DockerAuth);
}
