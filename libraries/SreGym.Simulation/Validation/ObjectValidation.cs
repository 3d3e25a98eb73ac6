using System.Collections.Frozen;
using System.Text.Json.Nodes;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Validation;

/// <summary>
/// Checks objects as the API server does (pkg/apis/*/validation of Kubernetes). Objects must have been given their defaults.
/// </summary>
public static class ObjectValidation
{
    private static readonly FrozenDictionary<ResourceType, Action<JsonObject, FieldErrors>> s_rules =
        new Dictionary<ResourceType, Action<JsonObject, FieldErrors>>
        {
            [ResourceTypes.Pods] = PodRules.CheckPod,
            [ResourceTypes.Deployments] = WorkloadRules.CheckDeployment,
            [ResourceTypes.ReplicaSets] = WorkloadRules.CheckReplicaSet,
            [ResourceTypes.StatefulSets] = WorkloadRules.CheckStatefulSet,
            [ResourceTypes.DaemonSets] = WorkloadRules.CheckDaemonSet,
            [ResourceTypes.Jobs] = WorkloadRules.CheckJob,
            [ResourceTypes.CronJobs] = WorkloadRules.CheckCronJob,
            [ResourceTypes.Services] = ServiceRules.Check,
            [ResourceTypes.Secrets] = SecretRules.Check,
            [ResourceTypes.ConfigMaps] = ConfigMapRules.Check,
            [ResourceTypes.Roles] = RbacRules.CheckRole,
            [ResourceTypes.ClusterRoles] = RbacRules.CheckRole,
            [ResourceTypes.RoleBindings] = RbacRules.CheckBinding,
            [ResourceTypes.ClusterRoleBindings] = RbacRules.CheckBinding,
            [ResourceTypes.PodDisruptionBudgets] = WorkloadRules.CheckDisruptionBudget,
        }.ToFrozenDictionary();

    /// <summary>The broken rules of a new object; none when it may be stored.</summary>
    public static IReadOnlyList<StatusCause> Check(ResourceType type, JsonObject value)
    {
        var errors = new FieldErrors();
        MetadataRules.Check(type, value, errors);
        if (s_rules.TryGetValue(type, out var check))
        {
            check(value, errors);
        }

        return errors.Causes;
    }

    /// <summary>The broken rules of a changed object, among them those about fields that must not change.</summary>
    public static IReadOnlyList<StatusCause> CheckUpdate(ResourceType type, JsonObject old, JsonObject value)
    {
        var errors = new FieldErrors();
        MetadataRules.Check(type, value, errors);
        ImmutableFields.Check(type, old, value, errors);
        if (s_rules.TryGetValue(type, out var check))
        {
            check(value, errors);
        }

        return errors.Causes;
    }
}
