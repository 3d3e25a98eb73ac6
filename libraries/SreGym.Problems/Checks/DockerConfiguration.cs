using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Reads pull secrets the way the kubelet does: <c>auth</c> wins over <c>username</c> and <c>password</c>.</summary>
internal static class DockerConfiguration
{
    public const string Type = "kubernetes.io/dockerconfigjson";
    private const string Key = ".dockerconfigjson";

    /// <summary>The login for a registry, or why there is none.</summary>
    public static (RegistryLogin? Login, string Problem) Read(JsonObject secret, string host)
    {
        if (secret.Text("type") != Type)
        {
            return (null, $"its type is {secret.Text("type") ?? "unset"}, not {Type}");
        }

        JsonObject? configuration;
        try
        {
            configuration = JsonNode.Parse(Convert.FromBase64String(secret.Text("data", Key) ?? "")) as JsonObject;
        }
        catch (Exception error) when (error is FormatException or JsonException)
        {
            return (null, $"its {Key} is not base64 of JSON");
        }

        var entry = (configuration?["auths"] as JsonObject)?.FirstOrDefault(candidate => Names(candidate.Key, host));
        return entry?.Value is JsonObject found ? ReadLogin(found) : (null, $"it has no entry for {host}");
    }

    private static (RegistryLogin? Login, string Problem) ReadLogin(JsonObject entry)
    {
        if (entry.Text("auth") is not { Length: > 0 } auth)
        {
            return (new RegistryLogin(entry.Text("username") ?? "", entry.Text("password") ?? ""), "");
        }

        try
        {
            var login = Encoding.UTF8.GetString(Convert.FromBase64String(auth)).Split(':', 2);
            return login.Length == 2 ? (new RegistryLogin(login[0], login[1]), "") : (null, "its auth is not user:password");
        }
        catch (FormatException)
        {
            return (null, "its auth is not base64");
        }
    }

    private static bool Names(string key, string host)
    {
        var name = key.IndexOf("://", StringComparison.Ordinal) is var scheme and >= 0 ? key[(scheme + 3)..] : key;
        return name.Split('/')[0].Equals(host, StringComparison.OrdinalIgnoreCase);
    }
}
