using System.Net;
using System.Text;
using Grpc.Core;
using k8s;
using k8s.Autorest;
using SreGym.Contracts;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Credentials;

/// <summary>The Secret that holds the registry's users.</summary>
internal static class HtpasswdSecret
{
    private const string Key = "htpasswd";

    /// <summary>Changes the file; begins anew when somebody else has changed it meanwhile.</summary>
    /// <param name="kubernetes">The subject.</param>
    /// <param name="change">Makes the new text of the present one; the same text changes nothing.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The new text.</returns>
    public static async Task<string> ChangeAsync(IKubernetes kubernetes, Func<string, string> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var secret = await kubernetes.CoreV1.ReadNamespacedSecretAsync(
                    RegistryNames.Htpasswd, RegistryNames.Namespace, cancellationToken: cancellationToken);
                var before = secret.Data?.TryGetValue(Key, out var bytes) == true ? Encoding.UTF8.GetString(bytes) : "";
                var after = change(before);
                if (after != before)
                {
                    (secret.Data ??= new Dictionary<string, byte[]>())[Key] = Encoding.UTF8.GetBytes(after);
                    await kubernetes.CoreV1.ReplaceNamespacedSecretAsync(
                        secret, RegistryNames.Htpasswd, RegistryNames.Namespace, fieldManager: RegistryNames.FieldManager, cancellationToken: cancellationToken);
                }

                return after;
            }
            catch (HttpOperationException conflict) when (conflict.Response.StatusCode == HttpStatusCode.Conflict)
            {
                // The file is read again.
            }
            catch (HttpOperationException missing) when (missing.Response.StatusCode == HttpStatusCode.NotFound)
            {
                throw new SreGymException(
                    StatusCode.FailedPrecondition,
                    ErrorReasons.RegistryFailed,
                    $"Secret {RegistryNames.Namespace}/{RegistryNames.Htpasswd} is not there: provision the registry first.",
                    missing);
            }
        }
    }
}
