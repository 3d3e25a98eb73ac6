using System.Net;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Oci.Client;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Asks a registry whether it is locked and lets its user in.</summary>
internal sealed class RegistryProbe(HttpMessageInvoker http, TimeProvider time)
{
    private static readonly TimeSpan s_firstWait = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(1);

    /// <summary>Returns once anonymous requests are refused and the credentials are accepted.</summary>
    public Task WaitUntilLockedAsync(PrivateRegistry registry, CancellationToken cancellationToken) =>
        WaitAsync(FindProblemAsync, registry, cancellationToken);

    /// <summary>Returns once the credentials are refused.</summary>
    public Task WaitUntilRefusedAsync(PrivateRegistry registry, CancellationToken cancellationToken) =>
        WaitAsync(FindAccessAsync, registry, cancellationToken);

    private async Task WaitAsync(
        Func<PrivateRegistry, CancellationToken, Task<string?>> find, PrivateRegistry registry, CancellationToken cancellationToken)
    {
        for (var wait = s_firstWait; ; wait = wait * 2 < s_longestWait ? wait * 2 : s_longestWait)
        {
            var problem = await find(registry, cancellationToken);
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

    private async Task<string?> FindAccessAsync(PrivateRegistry registry, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Connect(registry, isAnonymous: false).PingAsync(cancellationToken);
            return answer.Status == HttpStatusCode.Unauthorized
                ? null
                : $"Registry {registry.Host} answers {registry.Username} {(int)answer.Status}, expected 401: its pod does not go by the present "
                    + $"Secret {RegistryNames.Htpasswd} yet; restart it if it never does.";
        }
        catch (RegistryRequestException unreachable)
        {
            return $"Registry {registry.Host} does not answer at {registry.AccessAddress}: {unreachable.Message}";
        }
    }

    private RegistryClient Connect(PrivateRegistry registry, bool isAnonymous) => new(
        http,
        new RegistryEndpoint(new Uri(registry.AccessAddress), registry.AccessHost is { Length: > 0 } host ? host : null),
        isAnonymous ? null : new RegistryCredentials(registry.Username, registry.Password));

    private async Task<string?> FindProblemAsync(PrivateRegistry registry, CancellationToken cancellationToken)
    {
        try
        {
            var anonymous = await Connect(registry, isAnonymous: true).PingAsync(cancellationToken);
            if (anonymous.Status != HttpStatusCode.Unauthorized)
            {
                return $"Registry {registry.Host} answers anonymous requests {(int)anonymous.Status}, expected 401: check its authentication settings.";
            }

            var known = await Connect(registry, isAnonymous: false).PingAsync(cancellationToken);
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
