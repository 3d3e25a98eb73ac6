using System.Text;
using System.Text.Json;
using SreGym.Oci.Client;

namespace SreGym.Oci.Credentials;

/// <summary>The credentials of a Docker configuration: <c>auths</c>, <c>credHelpers</c> and <c>credsStore</c> of <c>config.json</c>.</summary>
public sealed class DockerConfig
{
    private const string DockerHubKey = "https://index.docker.io/v1/";

    private readonly DockerConfigFile _file;
    private readonly string _path;
    private readonly TimeProvider _time;

    private DockerConfig(DockerConfigFile file, string path, TimeProvider time)
    {
        (_file, _path, _time) = (file, path, time);
    }

    /// <summary>Reads a file; one that does not exist holds nothing.</summary>
    /// <exception cref="FormatException">It is not valid.</exception>
    public static DockerConfig Load(string path, TimeProvider? time = null)
    {
        var clock = time ?? TimeProvider.System;
        if (!File.Exists(path))
        {
            return new DockerConfig(new DockerConfigFile(), path, clock);
        }

        try
        {
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), CredentialJson.Default.DockerConfigFile);
            return new DockerConfig(file ?? new DockerConfigFile(), path, clock);
        }
        catch (JsonException error)
        {
            // The position is enough: the text of the file may hold a password.
            throw new FormatException($"{path} is not valid JSON (line {error.LineNumber + 1}): mend it, or log in again.");
        }
    }

    /// <summary>What to send to a registry; null when nothing is known for it.</summary>
    /// <param name="registry">Host with port, as references name it; <c>docker.io</c> for Docker Hub.</param>
    /// <param name="cancellationToken">Cancels asking a helper.</param>
    /// <exception cref="CredentialHelperException">The helper named for the registry does not work.</exception>
    public async Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellationToken)
    {
        var key = registry == "docker.io" ? DockerHubKey : registry;
        if (_file.CredHelpers?.GetValueOrDefault(key) is { Length: > 0 } helper)
        {
            return await new CredentialHelper(helper, _time).FindAsync(key, cancellationToken);
        }

        if (_file.CredsStore is { Length: > 0 } store && await new CredentialHelper(store, _time).FindAsync(key, cancellationToken) is { } stored)
        {
            return stored;
        }

        return _file.Auths?.FirstOrDefault(entry => IsFor(entry.Key, key)).Value is { } auth ? Read(registry, auth) : null;
    }

    // Keys are hosts, and in older files addresses of the registry's first API.
    private static bool IsFor(string key, string wanted) => key == wanted || HostOf(key) == HostOf(wanted);

    private static string HostOf(string key)
    {
        var start = key.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0;
        var host = key[start..].Split('/')[0];
        return host is "docker.io" or "registry-1.docker.io" ? "index.docker.io" : host;
    }

    private RegistryCredentials? Read(string registry, DockerAuth auth)
    {
        if (auth.IdentityToken is { Length: > 0 } identity)
        {
            return RegistryCredentials.OfIdentityToken(identity);
        }

        if (auth.RegistryToken is { Length: > 0 } token)
        {
            return RegistryCredentials.OfRegistryToken(token);
        }

        return auth.Auth is { Length: > 0 } encoded ? Decode(registry, encoded)
            : auth.Username is { Length: > 0 } user ? new RegistryCredentials(user, auth.Password ?? "")
            : null;
    }

    private RegistryCredentials Decode(string registry, string encoded)
    {
        var bytes = new byte[encoded.Length];
        var text = Convert.TryFromBase64String(encoded, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\0') : "";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0
            ? new RegistryCredentials(text[..colon], text[(colon + 1)..])
            : throw new FormatException($"{_path}: auths[\"{registry}\"].auth is not user:password in base64: log in to the registry again.");
    }
}
