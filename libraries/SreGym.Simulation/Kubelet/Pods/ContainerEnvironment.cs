using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>The environment variables of a container, references resolved.</summary>
internal sealed class ContainerEnvironment(ClusterApi api, string @namespace, JsonObject container)
{
    /// <summary>The value; null when the container has no such variable or its source is missing.</summary>
    public string? Find(string name)
    {
        var variable = container.Objects("env").LastOrDefault(entry => entry.FindText("name") == name);
        return variable is null ? FindInSources(name) : variable.FindText("value") ?? Resolve(variable);
    }

    /// <summary>Why the container cannot be created, in the kubelet's words; null when all sources are there.</summary>
    public string? FindProblem()
    {
        foreach (var variable in container.Objects("env"))
        {
            foreach (var (kind, type, word) in Kinds("KeyRef"))
            {
                var reference = variable.FindObject("valueFrom", kind);
                if (reference is null || reference.FindFlag("optional") is true)
                {
                    continue;
                }

                var (name, key) = (reference.FindText("name") ?? "", reference.FindText("key") ?? "");
                if (api.Find(type, @namespace, name) is not { } source)
                {
                    return $"{word} \"{name}\" not found";
                }

                if (source.Parse().Find("data", key) is null)
                {
                    return $"couldn't find key {key} in {(word == "secret" ? "Secret" : "ConfigMap")} {@namespace}/{name}";
                }
            }
        }

        return container.Objects("envFrom")
            .SelectMany(source => Kinds("Ref").Select(kind => (Reference: source.FindObject(kind.Field), kind.Type, kind.Word)))
            .Where(source => source.Reference is not null && source.Reference.FindFlag("optional") is not true)
            .Where(source => api.Find(source.Type, @namespace, source.Reference.FindText("name") ?? "") is null)
            .Select(source => $"{source.Word} \"{source.Reference.FindText("name")}\" not found")
            .FirstOrDefault();
    }

    private string? Resolve(JsonObject variable)
    {
        foreach (var (kind, type, word) in Kinds("KeyRef"))
        {
            if (variable.FindObject("valueFrom", kind) is { } reference)
            {
                return Read(type, word, reference.FindText("name") ?? "", reference.FindText("key") ?? "");
            }
        }

        return null;
    }

    private string? FindInSources(string name) =>
        container.Objects("envFrom")
            .SelectMany(source => Kinds("Ref").Select(kind => (Reference: source.FindObject(kind.Field), kind.Type, kind.Word)))
            .Where(source => source.Reference is not null)
            .Select(source => Read(source.Type, source.Word, source.Reference.FindText("name") ?? "", name))
            .LastOrDefault(value => value is not null);

    private string? Read(ResourceType type, string word, string name, string key)
    {
        var text = api.Find(type, @namespace, name)?.Parse().FindText("data", key);
        return text is not null && word == "secret" ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : text;
    }

    private static (string Field, ResourceType Type, string Word)[] Kinds(string suffix) =>
        [($"secret{suffix}", ResourceTypes.Secrets, "secret"), ($"configMap{suffix}", ResourceTypes.ConfigMaps, "configmap")];
}
