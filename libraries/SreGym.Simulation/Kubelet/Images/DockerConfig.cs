using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Kubelet.Images;

/// <summary>Reads the two kinds of pull secrets (kubernetes: pkg/credentialprovider/config.go).</summary>
internal static class DockerConfig
{
    private static readonly SearchValues<char> s_base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\r\n");

    /// <summary>Registry and credentials of each entry, in file order. Empty for a secret of any other type, whatever it holds.</summary>
    /// <exception cref="MalformedSecretException">The secret has the right type and cannot be read.</exception>
    public static IReadOnlyList<(string Registry, PullCredentials Credentials)> Read(JsonObject secret, SecretCoordinates source)
    {
        var (key, isNested) = secret.FindText("type") switch
        {
            "kubernetes.io/dockerconfigjson" => (".dockerconfigjson", true),
            "kubernetes.io/dockercfg" => (".dockercfg", false),
            _ => (null, false),
        };
        if (key is null || secret.FindText("data", key) is not { Length: > 0 } encoded)
        {
            return [];
        }

        var config = Parse(Convert.FromBase64String(encoded));
        if (isNested && config["auths"] is { } auths and not JsonObject)
        {
            throw WrongType(auths, "DockerConfigJSON.auths", "credentialprovider.DockerConfig");
        }

        var entries = isNested ? config["auths"] as JsonObject : config;
        return entries is null ? [] : [.. entries.Select(entry => (entry.Key, ReadEntry(entry.Value, source)))];
    }

    private static JsonObject Parse(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new MalformedSecretException("unexpected end of JSON input");
        }
        catch (JsonException)
        {
            var first = text.Length == 0 ? '\0' : (char)text[0];
            throw new MalformedSecretException(
                text.Length == 0 ? "unexpected end of JSON input" : $"invalid character '{first}' looking for beginning of value");
        }
    }

    private static PullCredentials ReadEntry(JsonNode? entry, SecretCoordinates source)
    {
        if (entry is not JsonObject)
        {
            throw WrongType(entry, "", "credentialprovider.dockerConfigEntryWithAuth");
        }

        if (entry.FindText("auth") is not { Length: > 0 } auth)
        {
            return new PullCredentials(entry.FindText("username") ?? "", entry.FindText("password") ?? "", source);
        }

        var decoded = DecodeBase64(auth);
        var colon = decoded.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? throw new MalformedSecretException("unable to parse auth field, must be formatted as base64(username:password)")
            : new PullCredentials(decoded[..colon], decoded[(colon + 1)..], source);
    }

    private static string DecodeBase64(string text)
    {
        var padded = text.EndsWith('=') ? text : text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[text.Length];
        if (Convert.TryFromBase64String(padded, bytes, out var length))
        {
            return Encoding.UTF8.GetString(bytes, 0, length);
        }

        var bad = text.AsSpan().IndexOfAnyExcept(s_base64);
        throw new MalformedSecretException($"illegal base64 data at input byte {(bad < 0 ? text.Length : bad)}");
    }

    private static MalformedSecretException WrongType(JsonNode? node, string field, string type)
    {
        var kind = node?.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Array => "array",
            _ => "object",
        };
        var target = field.Length == 0 ? "Go value" : $"Go struct field {field}";
        return new MalformedSecretException($"json: cannot unmarshal {kind} into {target} of type {type}");
    }
}
