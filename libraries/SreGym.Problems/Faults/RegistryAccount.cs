namespace SreGym.Problems.Faults;

/// <summary>The private registry and the account that may pull from it. A class, so that no formatting prints the password.</summary>
public sealed class RegistryAccount(string host, string @namespace, string username, string password)
{
    /// <summary>Host and port as image references write it.</summary>
    public string Host { get; } = host;

    /// <summary>Namespace the registry runs in.</summary>
    public string Namespace { get; } = @namespace;

    /// <summary>User name.</summary>
    public string Username { get; } = username;

    /// <summary>Password.</summary>
    public string Password { get; } = password;
}
