namespace SreGym.Problems.Checks;

/// <summary>A user name and password. A class, so that no formatting prints the password.</summary>
public sealed class RegistryLogin(string username, string password)
{
    /// <summary>User name.</summary>
    public string Username { get; } = username;

    /// <summary>Password.</summary>
    public string Password { get; } = password;
}
