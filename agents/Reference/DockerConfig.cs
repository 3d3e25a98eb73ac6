using System.Text;
using System.Text.Json;
using k8s.Models;

namespace SreGym.Agents.Reference;

/// <summary>Reads and writes what a pull secret holds.</summary>
internal static class DockerConfig
{
    public const string SecretType = "kubernetes.io/dockerconfigjson";
    public const string Key = ".dockerconfigjson";

    /// <summary>The login for a registry; null when there is none.</summary>
    public static RegistryCredentials? Find(V1Secret secret, string registry)
    {
        if (secret.Data is null || !secret.Data.TryGetValue(Key, out var config))
        {
            return null;
        }

        using var document = JsonDocument.Parse(config);
        return document.RootElement.TryGetProperty("auths", out var auths)
            && auths.TryGetProperty(registry, out var entry)
            && entry.TryGetProperty("username", out var user)
            && entry.TryGetProperty("password", out var password)
                ? new RegistryCredentials(user.GetString()!, password.GetString()!, $"Secret {secret.Namespace()}/{secret.Name()}")
                : null;
    }

    /// <summary>The content of a pull secret for one registry.</summary>
    public static byte[] Write(string registry, RegistryCredentials credentials) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        auths = new Dictionary<string, object>
        {
            [registry] = new
            {
                username = credentials.Username,
                password = credentials.Password,
                auth = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.Username}:{credentials.Password}")),
            },
        },
    });
}
