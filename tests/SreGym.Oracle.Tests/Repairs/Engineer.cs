using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using SreGym.IncidentHost;
using SreGym.Problems.Subjects;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>What people do with kubectl, for the better or the worse, under the rights they have.</summary>
internal sealed partial class Engineer(Incident incident, Kubernetes cluster)
{
    public const string Target = "recommendation";
    private const string PullSecret = "hotel-registry-pull";
    private const string PullSecretType = "kubernetes.io/dockerconfigjson";

    public static Dictionary<string, string> LastApplied { get; } =
        new() { ["kubectl.kubernetes.io/last-applied-configuration"] = """{"apiVersion":"v1","kind":"Secret"}""" };

    public Kubernetes Cluster { get; } = cluster;

    public string Namespace => incident.Namespace;

    /// <summary>An engineer on call.</summary>
    public static async Task<Engineer> OnCallAsync(Incident incident) => new(incident, await incident.CreateParticipantAsync());

    /// <summary>Somebody who may do everything.</summary>
    public static Engineer Administrator(Incident incident) => new(incident, incident.Administrator);

    /// <summary>Rebuilds the secret from the credentials the runbook leads to.</summary>
    public async Task CreateSecretAsync(
        string name = PullSecret,
        string? host = null,
        string? username = null,
        string? password = null,
        string type = PullSecretType,
        bool encoded = false,
        string? @namespace = null,
        IDictionary<string, string>? annotations = null)
    {
        var found = await ReadCredentialsAsync();
        var (user, secret) = (username ?? found["username"], password ?? found["password"]);
        var login = encoded
            ? new JsonObject { ["auth"] = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{secret}")) }
            : new JsonObject { ["username"] = user, ["password"] = secret };
        var configuration = new JsonObject { ["auths"] = new JsonObject { [host ?? found["registry"]] = login } };
        await Cluster.CoreV1.CreateNamespacedSecretAsync(
            new V1Secret
            {
                Metadata = new V1ObjectMeta { Name = name, Annotations = annotations },
                Type = type,
                Data = new Dictionary<string, byte[]> { [".dockerconfigjson"] = Encoding.UTF8.GetBytes(configuration.ToJsonString()) },
            },
            @namespace ?? Namespace);
    }

    /// <summary>Puts a token into the secret that is there: the one the runbook leads to, when no other is given.</summary>
    public async Task WriteTokenAsync(string? token = null)
    {
        var found = await ReadCredentialsAsync();
        var login = new JsonObject { ["username"] = found["username"], ["password"] = token ?? found["password"] };
        var configuration = new JsonObject { ["auths"] = new JsonObject { [found["registry"]] = login } };
        await Cluster.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch(
                new JsonObject { ["stringData"] = new JsonObject { [".dockerconfigjson"] = configuration.ToJsonString() } }.ToJsonString(),
                V1Patch.PatchType.MergePatch),
            PullSecret,
            Namespace);
    }

    /// <summary>What the pull secret holds.</summary>
    public async Task<(string Username, string Token)> ReadPullLoginAsync()
    {
        var secret = await Cluster.CoreV1.ReadNamespacedSecretAsync(PullSecret, Namespace);
        var login = JsonNode.Parse(secret.Data[".dockerconfigjson"])!["auths"]!.AsObject().Single().Value!;
        return ((string)login["username"]!, (string)login["password"]!);
    }

    /// <summary>Rebuilds it by server-side apply.</summary>
    public async Task ApplySecretAsync(string name)
    {
        var found = await ReadCredentialsAsync();
        var login = new JsonObject { ["username"] = found["username"], ["password"] = found["password"] };
        var configuration = new JsonObject { ["auths"] = new JsonObject { [found["registry"]] = login } };
        var manifest = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Namespace },
            ["type"] = PullSecretType,
            ["stringData"] = new JsonObject { [".dockerconfigjson"] = configuration.ToJsonString() },
        };
        await Cluster.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch(manifest.ToJsonString(), V1Patch.PatchType.ApplyPatch), name, Namespace, fieldManager: "kubectl");
    }

    public Task CreateEmptySecretAsync(string name) => Cluster.CoreV1.CreateNamespacedSecretAsync(
        new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = name },
            Type = PullSecretType,
            StringData = new Dictionary<string, string> { [".dockerconfigjson"] = """{"auths":{}}""" },
        },
        Namespace);

    public Task DeleteSecretAsync(string name) => Cluster.CoreV1.DeleteNamespacedSecretAsync(name, Namespace);

    /// <summary>Keys registry, username and password.</summary>
    public async Task<IDictionary<string, string>> ReadCredentialsAsync()
    {
        var found = await Cluster.CoreV1.ReadNamespacedSecretAsync("registry-credentials", "platform-registry");
        return found.Data.ToDictionary(entry => entry.Key, entry => Encoding.UTF8.GetString(entry.Value));
    }

    /// <summary>As <c>kubectl delete pod --ignore-not-found</c>: a rollout may be quicker.</summary>
    public async Task DeletePodsAsync(string deployment = Target)
    {
        var pods = await Cluster.CoreV1.ListNamespacedPodAsync(Namespace, labelSelector: $"io.kompose.service={deployment}");
        foreach (var pod in pods.Items)
        {
            try
            {
                await Cluster.CoreV1.DeleteNamespacedPodAsync(pod.Name(), Namespace);
            }
            catch (HttpOperationException gone) when (gone.Response.StatusCode == HttpStatusCode.NotFound)
            {
            }
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
        new V1ServiceAccount
        {
            Metadata = new V1ObjectMeta { Name = name },
            ImagePullSecrets = [new V1LocalObjectReference { Name = secret }],
        },
        Namespace);

    public Task ScaleAsync(string deployment, int replicas) => PatchAsync(
        deployment, JsonSerializer.Serialize(new { spec = new { replicas } }));

    public Task DeleteDeploymentAsync(string deployment) => Cluster.AppsV1.DeleteNamespacedDeploymentAsync(
        deployment, Namespace, propagationPolicy: "Background");

    /// <summary>As <c>kubectl edit</c>: reads, changes, writes, and does it again when a controller was quicker.</summary>
    public async Task ReplaceAsync(string deployment, Action<V1Deployment> edit)
    {
        while (true)
        {
            var live = await Cluster.AppsV1.ReadNamespacedDeploymentAsync(deployment, Namespace);
            edit(live);
            try
            {
                await Cluster.AppsV1.ReplaceNamespacedDeploymentAsync(live, deployment, Namespace);
                return;
            }
            catch (HttpOperationException conflict) when (conflict.Response.StatusCode == HttpStatusCode.Conflict)
            {
            }
        }
    }

    /// <summary>As <c>kubectl replace --force</c> with the manifest that was there.</summary>
    public async Task RecreateDeploymentAsync(string deployment)
    {
        var live = await Cluster.AppsV1.ReadNamespacedDeploymentAsync(deployment, Namespace);
        await DeleteDeploymentAsync(deployment);
        live.Metadata = new V1ObjectMeta { Name = live.Name(), Labels = live.Metadata.Labels, Annotations = live.Metadata.Annotations };
        live.Status = null;
        await Cluster.AppsV1.CreateNamespacedDeploymentAsync(live, Namespace);
    }

    public Task AwaitAvailableAsync(string? @namespace = null, string deployment = Target) =>
        new WorkloadWait(new SubjectApi(Cluster), @namespace ?? Namespace, TimeProvider.System)
            .ForRolloutAsync([deployment], TimeSpan.FromSeconds(60), _ => Task.CompletedTask, CancellationToken.None);
}
