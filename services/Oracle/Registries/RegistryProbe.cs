using SreGym.Contracts.Common.V1;
using SreGym.Oci.Client;
using SreGym.Problems.Checks;

namespace SreGym.Oracle.Registries;

/// <summary>Asks the private registry over its access address, as any other client would.</summary>
internal sealed class RegistryProbe(HttpMessageInvoker http, PrivateRegistry registry) : IRegistryProbe
{
    private readonly RegistryEndpoint _endpoint = new(
        new Uri(registry.AccessAddress), string.IsNullOrEmpty(registry.AccessHost) ? null : registry.AccessHost);

    public async Task<int> PingAsync(RegistryLogin? login, CancellationToken cancellationToken)
    {
        try
        {
            return (int)(await Connect(login).PingAsync(cancellationToken)).Status;
        }
        catch (RegistryRequestException error)
        {
            return (int)(error.Status ?? 0);
        }
    }

    public async Task<int> FindManifestAsync(RegistryLogin login, string repository, string reference, CancellationToken cancellationToken)
    {
        try
        {
            return await Connect(login).FindManifestAsync(repository, reference, cancellationToken) is null ? 404 : 200;
        }
        catch (RegistryRequestException error)
        {
            return (int)(error.Status ?? 0);
        }
    }

    private RegistryClient Connect(RegistryLogin? login) =>
        new(http, _endpoint, login is null ? null : new RegistryCredentials(login.Username, login.Password));
}
