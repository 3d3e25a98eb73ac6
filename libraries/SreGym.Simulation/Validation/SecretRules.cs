using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Schema;

namespace SreGym.Simulation.Validation;

/// <summary>Rules of secrets: what each well-known type must hold. Contents never appear in messages.</summary>
internal static class SecretRules
{
    private const int SizeLimit = 1024 * 1024;
    private const string Redacted = "<secret contents redacted>";

    public static void Check(JsonObject secret, FieldErrors errors)
    {
        var data = secret.FindObject("data") ?? [];
        var size = 0;
        foreach (var (key, value) in data)
        {
            NameRules.ConfigKey($"data[{key}]", key, errors);
            size += (value?.ToString().Length ?? 0) / 4 * 3;
        }

        if (size > SizeLimit)
        {
            errors.TooLong("data", SizeLimit);
        }

        switch (secret.FindText("type"))
        {
            case "kubernetes.io/dockerconfigjson":
                CheckJson(".dockerconfigjson", data, errors);
                break;
            case "kubernetes.io/dockercfg":
                CheckJson(".dockercfg", data, errors);
                break;
            case "kubernetes.io/tls":
                Demand("tls.crt", data, errors);
                Demand("tls.key", data, errors);
                break;
            case "kubernetes.io/ssh-auth":
                DemandContent("ssh-privatekey", data, errors);
                break;
            case "kubernetes.io/basic-auth" when !data.ContainsKey("username") && !data.ContainsKey("password"):
                errors.Required("data[username]");
                errors.Required("data[password]");
                break;
            case "kubernetes.io/service-account-token"
                when string.IsNullOrEmpty(secret.FindText("metadata", "annotations", "kubernetes.io/service-account.name")):
                errors.Required("metadata.annotations[kubernetes.io/service-account.name]");
                break;
        }
    }

    private static void CheckJson(string key, JsonObject data, FieldErrors errors)
    {
        if (data.FindText(key) is not { } encoded)
        {
            errors.Required($"data[{key}]");
            return;
        }

        try
        {
            var text = Convert.FromBase64String(encoded);
            if (JsonBody.Parse(text) is not JsonObject)
            {
                errors.Invalid(
                    $"data[{key}]", Redacted, $"json: cannot unmarshal {KindOf(text)} into Go value of type map[string]interface {{}}");
            }
        }
        catch (DecodingException e)
        {
            errors.Invalid($"data[{key}]", Redacted, e.Message);
        }
    }

    private static string KindOf(byte[] text) => Encoding.UTF8.GetString(text).TrimStart() switch
    {
        ['"', ..] => "string",
        ['[', ..] => "array",
        ['t' or 'f', ..] => "bool",
        _ => "number",
    };

    private static void Demand(string key, JsonObject data, FieldErrors errors)
    {
        if (!data.ContainsKey(key))
        {
            errors.Required($"data[{key}]");
        }
    }

    private static void DemandContent(string key, JsonObject data, FieldErrors errors)
    {
        if (string.IsNullOrEmpty(data.FindText(key)))
        {
            errors.Required($"data[{key}]");
        }
    }
}
