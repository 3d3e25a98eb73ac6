using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Defaulting;

/// <summary>Fills in what the API server fills in (pkg/apis/*/v1/defaults.go of Kubernetes). Pure: the object alone decides.</summary>
public static class ObjectDefaults
{
    private static readonly FrozenDictionary<ResourceType, Action<JsonObject>> s_defaults = new Dictionary<ResourceType, Action<JsonObject>>
    {
        [ResourceTypes.Pods] = PodDefaults.ApplyToPod,
        [ResourceTypes.PodTemplates] = PodDefaults.ApplyToPodTemplate,
        [ResourceTypes.ReplicationControllers] = WorkloadDefaults.ApplyToReplicationController,
        [ResourceTypes.ReplicaSets] = WorkloadDefaults.ApplyToReplicaSet,
        [ResourceTypes.Deployments] = WorkloadDefaults.ApplyToDeployment,
        [ResourceTypes.StatefulSets] = WorkloadDefaults.ApplyToStatefulSet,
        [ResourceTypes.DaemonSets] = WorkloadDefaults.ApplyToDaemonSet,
        [ResourceTypes.HorizontalPodAutoscalers] = WorkloadDefaults.ApplyToAutoscaler,
        [ResourceTypes.Jobs] = BatchDefaults.ApplyToJob,
        [ResourceTypes.CronJobs] = BatchDefaults.ApplyToCronJob,
        [ResourceTypes.Services] = NetworkDefaults.ApplyToService,
        [ResourceTypes.Endpoints] = NetworkDefaults.ApplyToEndpoints,
        [ResourceTypes.EndpointSlices] = NetworkDefaults.ApplyToEndpointSlice,
        [ResourceTypes.NetworkPolicies] = NetworkDefaults.ApplyToNetworkPolicy,
        [ResourceTypes.Secrets] = ClusterDefaults.ApplyToSecret,
        [ResourceTypes.RoleBindings] = ClusterDefaults.ApplyToBinding,
        [ResourceTypes.ClusterRoleBindings] = ClusterDefaults.ApplyToBinding,
        [ResourceTypes.PersistentVolumes] = ClusterDefaults.ApplyToVolume,
        [ResourceTypes.PersistentVolumeClaims] = ClusterDefaults.ApplyToClaim,
        [ResourceTypes.StorageClasses] = ClusterDefaults.ApplyToStorageClass,
        [ResourceTypes.PriorityClasses] = ClusterDefaults.ApplyToPriorityClass,
        [ResourceTypes.CustomResourceDefinitions] = ClusterDefaults.ApplyToCustomResourceDefinition,
    }.ToFrozenDictionary();

    /// <summary>Changes the object in place. It must have the shape its schema demands.</summary>
    /// <param name="type">The resource it belongs to.</param>
    /// <param name="value">The object.</param>
    public static void Apply(ResourceType type, JsonObject value)
    {
        if (s_defaults.TryGetValue(type, out var apply))
        {
            apply(value);
        }
    }
}
