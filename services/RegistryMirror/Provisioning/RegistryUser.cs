using System.Net;
using System.Text;
using k8s;
using k8s.Autorest;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>The user that a registry is to have.</summary>
internal static class RegistryUser
{
    /// <summary>Everything follows from the seed, but the end of a token: that one is kept as long as the token in the cluster is the same.</summary>
    public static async Task<RegistryAccount> FindAsync(
        IKubernetes kubernetes, LoginKind login, long seed, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (login != LoginKind.Token)
        {
            return RegistryAccount.FromSeed(seed);
        }

        var present = await FindPasswordAsync(kubernetes, cancellationToken);
        if (RegistryToken.FindExpiration(present) is { } expiration
            && RegistryAccount.WithToken(seed, expiration) is var known
            && known.Password.Reveal() == Encoding.UTF8.GetString(present))
        {
            return known;
        }

        return RegistryAccount.WithToken(seed, now + RegistryToken.Lifetime);
    }

    private static async Task<byte[]> FindPasswordAsync(IKubernetes kubernetes, CancellationToken cancellationToken)
    {
        try
        {
            var secret = await kubernetes.CoreV1.ReadNamespacedSecretAsync(
                RegistryNames.Credentials, RegistryNames.Namespace, cancellationToken: cancellationToken);
            return secret.Data?.TryGetValue("password", out var password) == true ? password : [];
        }
        catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return [];
        }
    }
}
