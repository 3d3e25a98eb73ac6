using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Json;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Admission;

/// <summary>
/// Gives a pod its ServiceAccount, that account's pull secrets where the pod names none, and the token volume
/// (plugin/pkg/admission/serviceaccount).
/// </summary>
internal sealed class ServiceAccountAdmission(ObjectStore store, ClusterSeed seed)
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const int TokenSeconds = 3607;
    private const int FileMode = 420;

    private static readonly string[] s_containerKeys = ["initContainers", "containers"];

    public void Admit(JsonObject pod)
    {
        var spec = pod.GetOrAddObject("spec");
        var @namespace = pod.FindText("metadata", "namespace")!;
        var name = pod.FindText("metadata", "name")!;
        spec["serviceAccountName"] = AccountName(spec);
        spec["serviceAccount"] = AccountName(spec);
        var found = store.Find(ResourceTypes.ServiceAccounts, @namespace, AccountName(spec)) ?? throw ApiErrors.Forbidden(
            ResourceTypes.Pods,
            name,
            $"error looking up service account {@namespace}/{AccountName(spec)}: serviceaccount \"{AccountName(spec)}\" not found");
        var account = found.Parse();
        if (spec.FindArray("imagePullSecrets") is null or { Count: 0 } && account["imagePullSecrets"] is JsonArray { Count: > 0 } secrets)
        {
            spec["imagePullSecrets"] = secrets.DeepClone();
        }

        if (spec.FindFlag("automountServiceAccountToken") ?? account.FindFlag("automountServiceAccountToken") ?? true)
        {
            MountToken(spec, $"kube-api-access-{seed.Suffix(5, "kube-api-access", @namespace, name)}");
        }
    }

    private static string AccountName(JsonObject spec)
    {
        var name = spec.FindText("serviceAccountName") ?? spec.FindText("serviceAccount");
        return string.IsNullOrEmpty(name) ? "default" : name;
    }

    private static void MountToken(JsonObject spec, string volume)
    {
        var mounted = false;
        foreach (var container in s_containerKeys.SelectMany(key => spec.FindArray(key)?.OfType<JsonObject>() ?? []))
        {
            var mounts = container.GetOrAddArray("volumeMounts");
            if (!mounts.Any(mount => mount.FindText("mountPath") == MountPath))
            {
                mounts.Add(new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = MountPath });
                mounted = true;
            }
        }

        if (mounted)
        {
            spec.GetOrAddArray("volumes").Add(new JsonObject { ["name"] = volume, ["projected"] = Projection() });
        }
    }

    private static JsonObject Projection() => new()
    {
        ["sources"] = new JsonArray(
            new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = TokenSeconds, ["path"] = "token" } },
            new JsonObject
            {
                ["configMap"] = new JsonObject
                {
                    ["name"] = "kube-root-ca.crt",
                    ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                },
            },
            new JsonObject
            {
                ["downwardAPI"] = new JsonObject
                {
                    ["items"] = new JsonArray(new JsonObject
                    {
                        ["path"] = "namespace",
                        ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                    }),
                },
            }),
        ["defaultMode"] = FileMode,
    };
}
