namespace SreGym.Problems.Checks;

/// <summary>Asks the private registry itself. Answers are HTTP status codes; 0 means that no registry answered.</summary>
public interface IRegistryProbe
{
    /// <summary><c>GET /v2/</c>, anonymous when there is no login.</summary>
    Task<int> PingAsync(RegistryLogin? login, CancellationToken cancellationToken);

    /// <summary><c>HEAD</c> of a manifest.</summary>
    Task<int> FindManifestAsync(RegistryLogin login, string repository, string reference, CancellationToken cancellationToken);
}
