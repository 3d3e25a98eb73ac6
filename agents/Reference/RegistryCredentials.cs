namespace SreGym.Agents.Reference;

/// <summary>A login to a registry and where it was found. Its text shows no password.</summary>
internal sealed class RegistryCredentials(string username, string password, string source)
{
    public string Username => username;

    public string Password => password;

    public string Source => source;

    public override string ToString() => $"credentials of {username} from {source}";
}
