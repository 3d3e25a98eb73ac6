using System.Text;
using System.Text.Json;
using SreGym.Oci.Client;

namespace SreGym.Aws.Ecr;

/// <summary>What <c>GetAuthorizationToken</c> answers: user name and password of a registry, good for some hours.</summary>
/// <param name="Credentials">The credentials.</param>
/// <param name="Expires">When the registry stops taking them.</param>
internal sealed record EcrToken(RegistryCredentials Credentials, DateTimeOffset Expires)
{
    /// <summary>Reads the answer: private registries send a list of one, the public gallery an object.</summary>
    /// <exception cref="FormatException">It is no such answer. The message does not repeat it.</exception>
    public static EcrToken Read(JsonElement answer)
    {
        try
        {
            var data = answer.GetProperty("authorizationData");
            var only = data.ValueKind == JsonValueKind.Array ? data[0] : data;
            var pair = Encoding.UTF8.GetString(only.GetProperty("authorizationToken").GetBytesFromBase64()).Split(':', 2);
            var expires = DateTimeOffset.UnixEpoch.AddSeconds(only.GetProperty("expiresAt").GetDouble());
            return new EcrToken(new RegistryCredentials(pair[0], pair[1]), expires);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new FormatException("the answer to GetAuthorizationToken holds no token.", error);
        }
    }
}
