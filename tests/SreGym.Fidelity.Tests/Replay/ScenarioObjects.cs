using System.Text;
using System.Text.Json.Nodes;

namespace SreGym.Fidelity.Tests.Replay;

/// <summary>The objects the recordings were made with.</summary>
internal static class ScenarioObjects
{
    public static JsonObject Deployment(Scenario scenario)
    {
        var deployment = Parse($$"""
            {
              "metadata": { "name": "geo", "labels": { "app": "geo" } },
              "spec": {
                "replicas": 2,
                "selector": { "matchLabels": { "app": "geo" } },
                "template": {
                  "metadata": { "labels": { "app": "geo" } },
                  "spec": {
                    "imagePullSecrets": [{ "name": "regcred" }],
                    "containers": [{
                      "name": "hotel-reserv-geo",
                      "image": "{{scenario.Image}}",
                      "command": ["geo"],
                      "imagePullPolicy": "{{scenario.PullPolicy ?? "IfNotPresent"}}",
                      "ports": [{ "containerPort": 8083, "protocol": "TCP" }]
                    }]
                  }
                },
                "progressDeadlineSeconds": 600
              }
            }
            """);
        return deployment;
    }

    public static JsonObject PullSecret(string server, string user, string password)
    {
        var auth = Base64($"{user}:{password}");
        var entry = new JsonObject { ["username"] = user, ["password"] = password, ["email"] = "tester@example.com", ["auth"] = auth };
        var config = new JsonObject { ["auths"] = new JsonObject { [server] = entry } };
        return Secret("kubernetes.io/dockerconfigjson", config.ToJsonString());
    }

    public static JsonObject Secret(string type, string config) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "regcred" },
        ["type"] = type,
        ["data"] = new JsonObject { [".dockerconfigjson"] = Base64(config) },
    };

    public static JsonObject Registry() => Parse("""
        {
          "metadata": { "name": "registry" },
          "spec": {
            "replicas": 1,
            "selector": { "matchLabels": { "app": "registry" } },
            "template": {
              "metadata": { "labels": { "app": "registry" } },
              "spec": {
                "containers": [{
                  "name": "registry",
                  "image": "registry:2",
                  "env": [
                    { "name": "REGISTRY_AUTH", "value": "htpasswd" },
                    { "name": "REGISTRY_AUTH_HTPASSWD_REALM", "value": "basic-realm" },
                    { "name": "REGISTRY_AUTH_HTPASSWD_PATH", "value": "/auth/htpasswd" }
                  ],
                  "ports": [{ "containerPort": 5000 }],
                  "readinessProbe": { "httpGet": { "path": "/", "port": 5000 }, "periodSeconds": 5 },
                  "volumeMounts": [{ "name": "auth", "mountPath": "/auth", "readOnly": true }]
                }],
                "volumes": [{ "name": "auth", "secret": { "secretName": "registry-htpasswd" } }]
              }
            }
          }
        }
        """);

    public static JsonObject RegistryService() => Parse("""
        {
          "metadata": { "name": "registry" },
          "spec": { "type": "NodePort", "selector": { "app": "registry" }, "ports": [{ "port": 5000, "targetPort": 5000, "nodePort": 30500 }] }
        }
        """);

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
