using System.Net.Http.Headers;
using System.Text;

namespace SreGym.Oci.Client;

/// <summary>A user name and its password. Formatting it never shows the password.</summary>
public sealed class RegistryCredentials(string username, string password)
{
    private readonly string _password = password;

    /// <summary>The user.</summary>
    public string Username { get; } = username;

    /// <inheritdoc />
    public override string ToString() => $"{Username}:***";

    internal AuthenticationHeaderValue ToBasic() =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Username}:{_password}")));
}
