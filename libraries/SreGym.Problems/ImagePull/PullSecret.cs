using System.Text;
using System.Text.Json.Nodes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull;

/// <summary>The secret that the application's pods pull with, as <c>kubectl create secret docker-registry</c> makes it.</summary>
internal static class PullSecret
{
    public const string Name = "hotel-registry-pull";
    private const string Configuration = ".dockerconfigjson";

    public static JsonObject Create(string @namespace, RegistryAccount account) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Secret",
        ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = @namespace },
        ["type"] = "kubernetes.io/dockerconfigjson",
        ["data"] = new JsonObject
        {
            [Configuration] = Encode(new JsonObject
            {
                ["auths"] = new JsonObject { [account.Host] = CreateLogin(account.Username, account.Password) },
            }.ToJsonString()),
        },
    };

    /// <summary>Puts another password in the place of every one in the secret; everything else stays.</summary>
    public static void ChangePassword(JsonObject secret, Func<string, string> change)
    {
        var configuration = JsonNode.Parse(Convert.FromBase64String(secret.Text("data", Configuration) ?? ""));
        var logins = configuration.At("auths")!.AsObject();
        foreach (var (host, login) in logins.ToList())
        {
            logins[host] = CreateLogin(login.Text("username") ?? "", change(login.Text("password") ?? ""));
        }

        secret["data"]![Configuration] = Encode(configuration!.ToJsonString());
    }

    private static JsonObject CreateLogin(string username, string password) => new()
    {
        ["username"] = username,
        ["password"] = password,
        ["auth"] = Encode($"{username}:{password}"),
    };

    private static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
