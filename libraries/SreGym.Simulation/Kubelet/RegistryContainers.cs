using System.Text;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Pods;
using SreGym.Simulation.Networking;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet;

/// <summary>Starts and stops the registries among the containers, with the settings their pods give them.</summary>
internal sealed class RegistryContainers(string clusterId, ClusterContext cluster, RunningRegistries running, IRegistryRuntime? runtime)
{
    private const string DataFolder = "/var/lib/registry";

    public async Task StartAsync(JsonObject pod, JsonObject container)
    {
        if (runtime is null)
        {
            return;
        }

        var registry = Describe(pod, container);
        await cluster.Loop.HoldAsync(async () =>
        {
            await runtime.StartAsync(registry, CancellationToken.None);
            return true;
        });
        running.Add(pod.FindText("metadata", "uid")!, registry.Instance);
    }

    public async Task StopAsync(JsonObject pod)
    {
        var uid = pod.FindText("metadata", "uid")!;
        if (running.Find(uid) is { } instance && running.Remove(uid) && runtime is not null)
        {
            await cluster.Loop.HoldAsync(async () =>
            {
                await runtime.StopAsync(clusterId, instance, CancellationToken.None);
                return true;
            });
        }
    }

    private RegistryContainer Describe(JsonObject pod, JsonObject container)
    {
        var space = pod.FindText("metadata", "namespace")!;
        var uid = pod.FindText("metadata", "uid")!;
        var environment = new ContainerEnvironment(cluster.Api, space, container);
        var mode = environment.Find("REGISTRY_AUTH");
        return new RegistryContainer(
            clusterId,
            space,
            $"{uid}.{clusterId}",
            Volume(pod, container, space, uid),
            ReadFile(pod, container, environment.Find("REGISTRY_AUTH_HTPASSWD_PATH") ?? ""),
            mode == "htpasswd" || environment.Find("REGISTRY_AUTH_HTPASSWD_PATH") is not null,
            environment.Find("REGISTRY_AUTH_HTPASSWD_REALM") ?? "Registry Realm");
    }

    /// <summary>What holds the content: the same claim or host folder is the same content, anything else ends with the pod.</summary>
    private static string Volume(JsonObject pod, JsonObject container, string space, string uid)
    {
        var volume = VolumeAt(pod, container, DataFolder);
        return volume.FindText("persistentVolumeClaim", "claimName") is { } claim ? $"{space}/{claim}"
            : volume.FindText("hostPath", "path") is { } path ? $"{pod.FindText("spec", "nodeName")}:{path}"
            : uid;
    }

    private string ReadFile(JsonObject pod, JsonObject container, string path)
    {
        var slash = path.LastIndexOf('/');
        if (slash <= 0 || pod.FindText("metadata", "namespace") is not { } space)
        {
            return "";
        }

        var mount = container.Objects("volumeMounts").FirstOrDefault(item => item.FindText("mountPath")?.TrimEnd('/') is { } at
            && (at == path[..slash] || at == path));
        var key = mount.FindText("subPath") ?? path[(slash + 1)..];
        var volume = pod.Objects("spec", "volumes").FirstOrDefault(item => item.FindText("name") == mount.FindText("name"));
        key = volume.Objects("secret", "items").FirstOrDefault(item => item.FindText("path") == key).FindText("key") ?? key;
        if (volume.FindText("secret", "secretName") is { } secret)
        {
            var encoded = cluster.Api.Find(ResourceTypes.Secrets, space, secret)?.Parse().FindText("data", key);
            return encoded is null ? "" : Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }

        return volume.FindText("configMap", "name") is { } map
            ? cluster.Api.Find(ResourceTypes.ConfigMaps, space, map)?.Parse().FindText("data", key) ?? ""
            : "";
    }

    private static JsonObject? VolumeAt(JsonObject pod, JsonObject container, string folder)
    {
        var mount = container.Objects("volumeMounts").FirstOrDefault(item => item.FindText("mountPath")?.TrimEnd('/') == folder);
        return mount is null
            ? null
            : pod.Objects("spec", "volumes").FirstOrDefault(item => item.FindText("name") == mount.FindText("name"));
    }
}
