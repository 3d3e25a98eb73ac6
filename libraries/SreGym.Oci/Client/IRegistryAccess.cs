namespace SreGym.Oci.Client;

/// <summary>
/// Who asks a registry, and what its owner wants beside the distribution protocol. <see cref="RegistryCredentials"/> are the access that
/// never changes; registries of cloud providers hand out credentials that last for hours, and want repositories to be made beforehand.
/// </summary>
public interface IRegistryAccess
{
    /// <summary>The credentials to send now; null for none.</summary>
    /// <param name="refused">Credentials that the registry has just refused: others, or null. Null when there was no refusal.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryAccessException">They cannot be obtained.</exception>
    Task<RegistryCredentials?> GetCredentialsAsync(RegistryCredentials? refused, CancellationToken cancellationToken);

    /// <summary>Makes a repository that the registry says is missing; false when repositories are not made here.</summary>
    /// <param name="repository">Repository below the registry.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="RegistryAccessException">It cannot be made.</exception>
    Task<bool> CreateRepositoryAsync(string repository, CancellationToken cancellationToken);
}
