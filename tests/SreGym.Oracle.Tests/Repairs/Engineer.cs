using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using SreGym.IncidentHost;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>What people do with kubectl, for the better or the worse, under the rights they have.</summary>
internal sealed class Engineer(Incident incident, Kubernetes cluster)
{
    public const string Target = "recommendation";

    public Kubernetes Cluster { get; } = cluster;

    public string Namespace => incident.Namespace;

    /// <summary>An engineer on call.</summary>
    public static async Task<Engineer> OnCallAsync(Incident incident) => new(incident, await incident.CreateParticipantAsync());

    /// <summary>Somebody who may do everything.</summary>
    public static Engineer Administrator(Incident incident) => new(incident, incident.Administrator);

    /// <summary>Rebuilds the secret from the credentials the runbook leads to.</summary>
    public async Task CreateSecretAsync(string name = "hotel-registry-pull", string? password = null)
    {
        var found = await Cluster.CoreV1.ReadNamespacedSecretAsync("registry-credentials", "platform-registry");
        var (host, user) = (Read(found, "registry"), Read(found, "username"));
        var configuration = new JsonObject
        {
            ["auths"] = new JsonObject
            {
                [host] = new JsonObject { ["username"] = user, ["password"] = password ?? Read(found, "password") },
            },
        };
        await Cluster.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret
            {
                Metadata = new V1ObjectMeta { Name = name },
                Type = "kubernetes.io/dockerconfigjson",
                Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(configuration.ToJsonString()) },
            },
            Namespace);
    }

    public Task DeleteSecretAsync(string name) => Cluster.CoreV1.DeleteNamespacedSecretAsync(name, Namespace);

    public async Task DeletePodsAsync(string deployment = Target)
    {
        var pods = await Cluster.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: $"io.kompose.service={deployment}");
        foreach (var pod in pods.Items)
        {
            await Cluster.CoreV1.DeleteNamespacedPodAsync(pod.Name(), Namespace);
        }
    }

    public Task RestartAsync(string deployment = Target) => PatchAsync(
        deployment,
        """{"spec":{"template":{"metadata":{"annotations":{"kubectl.kubernetes.io/restartedAt":"2026-01-01T00:00:00Z"}}}}}""");

    public Task PatchAsync(string deployment, string patch) => Cluster.AppsV1.PatchNamespacedDeploymentAsync(
        new V1Patch(patch, V1Patch.PatchType.StrategicMergePatch), deployment, Namespace);

    public Task PatchPodAsync(JsonObject podSpec) => PatchAsync(
        Target,
        new JsonObject { ["spec"] = new JsonObject { ["template"] = new JsonObject { ["spec"] = podSpec } } }.ToJsonString());

    public Task PatchContainerAsync(string field, JsonNode value) => PatchPodAsync(new JsonObject
    {
        ["containers"] = new JsonArray(new JsonObject { ["name"] = "hotel-reserv-recommendation", [field] = value }),
    });

    public Task JsonPatchAsync(string deployment, string patch) => Cluster.AppsV1.PatchNamespacedDeploymentAsync(
        new V1Patch(patch, V1Patch.PatchType.JsonPatch), deployment, Namespace);

    public Task PatchAccountAsync(string account, string secret) => Cluster.CoreV1.PatchNamespacedServiceAccountAsync(
        new V1Patch($$$"""{"imagePullSecrets":[{"name":"{{{secret}}}"}]}""", V1Patch.PatchType.StrategicMergePatch), account, Namespace);

    public Task CreateAccountAsync(string name, string secret) => Cluster.CoreV1.CreateNamespacedServiceAccountAsync(
        new V1ServiceAccount { Metadata = new V1ObjectMeta { Name = name }, ImagePullSecrets = [new V1LocalObjectReference { Name = secret }] }, Namespace);

    public Task ScaleAsync(string deployment, int replicas) => PatchAsync(
        deployment, JsonSerializer.Serialize(new { spec = new { replicas } }));

    public Task DeleteDeploymentAsync(string deployment) => Cluster.AppsV1.DeleteNamespacedDeploymentAsync(
        deployment, Namespace, propagationPolicy: "Background");

    private static string Read(V1Secret secret, string key) => Encoding.UTF8.GetString(secret.Data[key]);
}
