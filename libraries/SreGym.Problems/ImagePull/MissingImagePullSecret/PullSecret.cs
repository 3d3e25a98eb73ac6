using System.Text;
using System.Text.Json.Nodes;
using SreGym.Problems.Faults;

namespace SreGym.Problems.ImagePull.MissingImagePullSecret;

/// <summary>The secret that the application's pods pull with, as <c>kubectl create secret docker-registry</c> makes it.</summary>
internal static class PullSecret
{
    public const string Name = "hotel-registry-pull";

    public static JsonObject Create(string @namespace, RegistryAccount account)
    {
        var login = $"{account.Username}:{account.Password}";
        var configuration = new JsonObject
        {
            ["auths"] = new JsonObject
            {
                [account.Host] = new JsonObject
                {
                    ["username"] = account.Username,
                    ["password"] = account.Password,
                    ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(login)),
                },
            },
        };
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = @namespace },
            ["type"] = "kubernetes.io/dockerconfigjson",
            ["data"] = new JsonObject
            {
                [".dockerconfigjson"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(configuration.ToJsonString())),
            },
        };
    }
}
