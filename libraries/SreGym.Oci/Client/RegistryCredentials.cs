using System.Net.Http.Headers;
using System.Text;

namespace SreGym.Oci.Client;

/// <summary>A user name and its password, or a token that stands for them. Formatting it never shows the secret.</summary>
public sealed class RegistryCredentials : IRegistryAccess
{
    private readonly string _secret;
    private readonly SecretKind _kind;

    /// <param name="username">The user.</param>
    /// <param name="password">Its password.</param>
    public RegistryCredentials(string username, string password)
        : this(username, password, SecretKind.Password)
    {
    }

    private RegistryCredentials(string username, string secret, SecretKind kind)
    {
        Username = username;
        _secret = secret;
        _kind = kind;
    }

    private enum SecretKind
    {
        Password,
        IdentityToken,
        RegistryToken,
    }

    /// <summary>The user; empty for tokens.</summary>
    public string Username { get; }

    internal string? RegistryToken => _kind == SecretKind.RegistryToken ? _secret : null;

    /// <summary>An identity token, which the token server takes instead of user name and password.</summary>
    public static RegistryCredentials OfIdentityToken(string token) => new("", token, SecretKind.IdentityToken);

    /// <summary>A token that the registry itself takes.</summary>
    public static RegistryCredentials OfRegistryToken(string token) => new("", token, SecretKind.RegistryToken);

    /// <inheritdoc />
    public override string ToString() => $"{Username}:***";

    Task<RegistryCredentials?> IRegistryAccess.GetCredentialsAsync(RegistryCredentials? refused, CancellationToken cancellationToken) =>
        Task.FromResult(refused is null ? this : null);

    Task<bool> IRegistryAccess.CreateRepositoryAsync(string repository, CancellationToken cancellationToken) => Task.FromResult(false);

    internal AuthenticationHeaderValue? ToBasic() => _kind == SecretKind.Password
        ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{_secret}")))
        : null;

    internal IReadOnlyList<KeyValuePair<string, string>>? ToRefreshForm() => _kind == SecretKind.IdentityToken
        ? [new("grant_type", "refresh_token"), new("refresh_token", _secret)]
        : null;
}
