using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Lifecycle;

/// <summary>Gives each claim a volume at once. Owns claims' <c>spec.volumeName</c> and status, and the volumes it makes.</summary>
internal sealed class VolumeBinder : IController
{
    private readonly ClusterContext _cluster;
    private readonly ReconcileQueue _queue;

    public VolumeBinder(ClusterContext cluster)
    {
        _cluster = cluster.As("system:serviceaccount:kube-system:persistent-volume-binder", "kube-controller-manager");
        _queue = new ReconcileQueue(cluster.Loop, Bind, cluster.Logger);
    }

    public void Observe(StoreChange change)
    {
        if (change.Object.Type != ResourceTypes.PersistentVolumeClaims)
        {
            return;
        }

        if (change.Type == WatchEventType.Deleted)
        {
            _cluster.Loop.Post(() => Reclaim(change.Object));
        }
        else
        {
            _queue.Add(ObjectKey.Of(change.Object));
        }
    }

    private void Bind(ObjectKey key)
    {
        if (_cluster.Api.Find(ResourceTypes.PersistentVolumeClaims, key.Namespace, key.Name) is not { DeletionTimestamp: null } stored
            || stored.Parse() is not { } claim
            || claim.FindText("status", "phase") == "Bound")
        {
            return;
        }

        var storageClass = claim.FindText("spec", "storageClassName") ?? "";
        var existing = claim.FindText("spec", "volumeName") ?? FindVolume(claim, storageClass);
        if (existing is null && !IsProvisioned(storageClass))
        {
            return;
        }

        var name = existing ?? $"pvc-{stored.Uid}";
        var capacity = claim.Find("spec", "resources", "requests")?.DeepClone() ?? new JsonObject();
        if (existing is null)
        {
            _cluster.Api.Create(ResourceTypes.PersistentVolumes, null, Volume(name, claim, storageClass, capacity));
        }

        _cluster.Api.Mutate(ResourceTypes.PersistentVolumes, null, name, volume => Refer(volume, stored));
        _cluster.Api.Mutate(ResourceTypes.PersistentVolumes, null, name, volume => volume["status"] = new JsonObject { ["phase"] = "Bound" }, "status");
        _cluster.Api.Mutate(ResourceTypes.PersistentVolumeClaims, key.Namespace, key.Name, value => Assign(value, name));
        _cluster.Api.Mutate(
            ResourceTypes.PersistentVolumeClaims,
            key.Namespace,
            key.Name,
            value => value["status"] = new JsonObject
            {
                ["phase"] = "Bound",
                ["accessModes"] = claim.Find("spec", "accessModes")?.DeepClone(),
                ["capacity"] = capacity.DeepClone(),
            },
            "status");
    }

    private void Reclaim(StoredObject claim)
    {
        foreach (var volume in _cluster.Api.List(ResourceTypes.PersistentVolumes))
        {
            var value = volume.Parse();
            if (value.FindText("spec", "claimRef", "uid") != claim.Uid)
            {
                continue;
            }

            if (value.FindText("spec", "persistentVolumeReclaimPolicy") == "Delete")
            {
                _cluster.Api.Delete(ResourceTypes.PersistentVolumes, null, volume.Name);
            }
            else
            {
                _cluster.Api.Mutate(
                    ResourceTypes.PersistentVolumes, null, volume.Name, item => item["status"] = new JsonObject { ["phase"] = "Released" }, "status");
            }
        }
    }

    private bool IsProvisioned(string storageClass) =>
        _cluster.Api.Find(ResourceTypes.StorageClasses, null, storageClass)?.Parse().FindText("provisioner")
            is { } provisioner && provisioner != "kubernetes.io/no-provisioner";

    private string? FindVolume(JsonObject claim, string storageClass) =>
        _cluster.Api.List(ResourceTypes.PersistentVolumes)
            .FirstOrDefault(volume => volume.Parse() is { } value
                && value.Find("spec", "claimRef") is null
                && (value.FindText("spec", "storageClassName") ?? "") == storageClass
                && claim.Texts("spec", "accessModes").All(value.Texts("spec", "accessModes").Contains))?.Name;

    private static JsonObject Volume(string name, JsonObject claim, string storageClass, JsonNode capacity) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = "rancher.io/local-path" },
        },
        ["spec"] = new JsonObject
        {
            ["capacity"] = capacity.DeepClone(),
            ["accessModes"] = claim.Find("spec", "accessModes")?.DeepClone() ?? new JsonArray("ReadWriteOnce"),
            ["persistentVolumeReclaimPolicy"] = "Delete",
            ["storageClassName"] = storageClass,
            ["volumeMode"] = "Filesystem",
            ["hostPath"] = new JsonObject
            {
                ["path"] = $"/opt/local-path-provisioner/{name}_{claim.FindText("metadata", "namespace")}_{claim.FindText("metadata", "name")}",
                ["type"] = "DirectoryOrCreate",
            },
        },
    };

    private static void Refer(JsonObject volume, StoredObject claim) => volume.GetOrAddObject("spec")["claimRef"] = new JsonObject
    {
        ["kind"] = "PersistentVolumeClaim",
        ["namespace"] = claim.Namespace,
        ["name"] = claim.Name,
        ["uid"] = claim.Uid,
        ["apiVersion"] = "v1",
    };

    private static void Assign(JsonObject claim, string volume)
    {
        var annotations = claim.GetOrAddObject("metadata").GetOrAddObject("annotations");
        annotations["pv.kubernetes.io/bind-completed"] = "yes";
        annotations["pv.kubernetes.io/bound-by-controller"] = "yes";
        claim.GetOrAddObject("spec")["volumeName"] = volume;
    }
}
