using System.Net;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Oci.Client;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Asks a registry whether it is locked and lets its user in.</summary>
internal sealed class RegistryProbe(HttpMessageInvoker http, TimeProvider time)
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    /// <summary>Returns once anonymous requests are refused and the credentials are accepted.</summary>
    public async Task WaitUntilLockedAsync(PrivateRegistry registry, CancellationToken cancellationToken)
    {
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            var problem = await FindProblemAsync(registry, cancellationToken);
            if (problem is null)
            {
                return;
            }

            try
            {
                await Task.Delay(wait, time, cancellationToken);
            }
            catch (OperationCanceledException error)
            {
                throw new SreGymException(StatusCode.DeadlineExceeded, ErrorReasons.NotReadyInTime, problem, error);
            }
        }
    }

    private async Task<string?> FindProblemAsync(PrivateRegistry registry, CancellationToken cancellationToken)
    {
        var endpoint = new RegistryEndpoint(new Uri(registry.AccessAddress), registry.AccessHost is { Length: > 0 } host ? host : null);
        try
        {
            var anonymous = await new RegistryClient(http, endpoint).PingAsync(cancellationToken);
            if (anonymous.Status != HttpStatusCode.Unauthorized)
            {
                return $"Registry {registry.Host} answers anonymous requests {(int)anonymous.Status}, expected 401: check its authentication settings.";
            }

            var known = await new RegistryClient(http, endpoint, new RegistryCredentials(registry.Username, registry.Password))
                .PingAsync(cancellationToken);
            return known.Status == HttpStatusCode.OK
                ? null
                : $"Registry {registry.Host} answers its own user {(int)known.Status}, expected 200: check Secret {RegistryNames.Htpasswd}.";
        }
        catch (RegistryRequestException unreachable)
        {
            return $"Registry {registry.Host} does not answer at {registry.AccessAddress}: {unreachable.Message}";
        }
    }
}
