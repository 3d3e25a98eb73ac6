using System.Collections.Frozen;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Tables;

/// <summary>The tables by resource.</summary>
internal static class ObjectTables
{
    private static readonly TableColumn s_name = new("Name", Format: "name");

    private static readonly FrozenDictionary<ResourceType, ObjectTable> s_tables = new Dictionary<ResourceType, ObjectTable>
    {
        [ResourceTypes.Pods] = Table(
            PodCells.Write, "Ready", "Status", "Restarts", "Age", "+IP", "+Node", "+Nominated Node", "+Readiness Gates"),
        [ResourceTypes.PodTemplates] = Table(WorkloadCells.WritePodTemplate, "Containers", "Images", "Pod Labels"),
        [ResourceTypes.Deployments] = Table(
            WorkloadCells.WriteDeployment, "Ready", "Up-to-date", "Available", "Age", "+Containers", "+Images", "+Selector"),
        [ResourceTypes.ReplicaSets] = Table(
            WorkloadCells.WriteReplicaSet, "Desired", "Current", "Ready", "Age", "+Containers", "+Images", "+Selector"),
        [ResourceTypes.ReplicationControllers] = Table(
            WorkloadCells.WriteReplicationController, "Desired", "Current", "Ready", "Age", "+Containers", "+Images", "+Selector"),
        [ResourceTypes.StatefulSets] = Table(WorkloadCells.WriteStatefulSet, "Ready", "Age", "+Containers", "+Images"),
        [ResourceTypes.DaemonSets] = Table(
            WorkloadCells.WriteDaemonSet, "Desired", "Current", "Ready", "Up-to-date", "Available",
            "Node Selector", "Age", "+Containers", "+Images", "+Selector"),
        [ResourceTypes.ControllerRevisions] = Table(WorkloadCells.WriteControllerRevision, "Controller", "Revision", "Age"),
        [ResourceTypes.HorizontalPodAutoscalers] = Table(
            WorkloadCells.WriteAutoscaler, "Reference", "Targets", "MinPods", "MaxPods", "Replicas", "Age"),
        [ResourceTypes.PodDisruptionBudgets] = Table(
            WorkloadCells.WriteDisruptionBudget, "Min Available", "Max Unavailable", "Allowed Disruptions", "Age"),
        [ResourceTypes.Jobs] = Table(
            BatchCells.WriteJob, "Status", "Completions", "Duration", "Age", "+Containers", "+Images", "+Selector"),
        [ResourceTypes.CronJobs] = Table(
            BatchCells.WriteCronJob, "Schedule", "Timezone", "Suspend", "Active",
            "Last Schedule", "Age", "+Containers", "+Images", "+Selector"),
        [ResourceTypes.Services] = Table(NetworkCells.WriteService, "Type", "Cluster-IP", "External-IP", "Port(s)", "Age", "+Selector"),
        [ResourceTypes.Endpoints] = Table(NetworkCells.WriteEndpoints, "Endpoints", "Age"),
        [ResourceTypes.EndpointSlices] = Table(NetworkCells.WriteEndpointSlice, "AddressType", "Ports", "Endpoints", "Age"),
        [ResourceTypes.Ingresses] = Table(NetworkCells.WriteIngress, "Class", "Hosts", "Address", "Ports", "Age"),
        [ResourceTypes.IngressClasses] = Table(NetworkCells.WriteIngressClass, "Controller", "Parameters", "Age"),
        [ResourceTypes.NetworkPolicies] = Table(NetworkCells.WriteNetworkPolicy, "Pod-Selector", "Age"),
        [ResourceTypes.Nodes] = Table(
            ClusterCells.WriteNode, "Status", "Roles", "Age", "Version",
            "+Internal-IP", "+External-IP", "+OS-Image", "+Kernel-Version", "+Container-Runtime"),
        [ResourceTypes.Namespaces] = Table(ClusterCells.WriteNamespace, "Status", "Age"),
        [ResourceTypes.Leases] = Table(ClusterCells.WriteLease, "Holder", "Age"),
        [ResourceTypes.PriorityClasses] = Table(ClusterCells.WritePriorityClass, "Value", "Global-Default", "Age", "PreemptionPolicy"),
        [ResourceTypes.ResourceQuotas] = Table(ClusterCells.WriteResourceQuota, "Request", "Limit", "Age"),
        [ResourceTypes.Secrets] = Table(ConfigCells.WriteSecret, "Type", "Data", "Age"),
        [ResourceTypes.ConfigMaps] = Table(ConfigCells.WriteConfigMap, "Data", "Age"),
        [ResourceTypes.ServiceAccounts] = Table(ConfigCells.WriteServiceAccount, "Secrets", "Age"),
        [ResourceTypes.Roles] = Table(RbacCells.WriteRole, "Created At"),
        [ResourceTypes.ClusterRoles] = Table(RbacCells.WriteRole, "Created At"),
        [ResourceTypes.RoleBindings] = Table(RbacCells.WriteBinding, "Role", "Age", "+Users", "+Groups", "+ServiceAccounts"),
        [ResourceTypes.ClusterRoleBindings] = Table(RbacCells.WriteBinding, "Role", "Age", "+Users", "+Groups", "+ServiceAccounts"),
        [ResourceTypes.PersistentVolumes] = Table(
            StorageCells.WriteVolume, "Capacity", "Access Modes", "Reclaim Policy", "Status", "Claim",
            "StorageClass", "VolumeAttributesClass", "Reason", "Age", "+VolumeMode"),
        [ResourceTypes.PersistentVolumeClaims] = Table(
            StorageCells.WriteClaim, "Status", "Volume", "Capacity", "Access Modes",
            "StorageClass", "VolumeAttributesClass", "Age", "+VolumeMode"),
        [ResourceTypes.StorageClasses] = Table(
            StorageCells.WriteStorageClass, "Provisioner", "ReclaimPolicy", "VolumeBindingMode", "AllowVolumeExpansion", "Age"),
        [ResourceTypes.Events] = Events(),
        [ResourceTypes.EventsV1] = Events(),
    }.ToFrozenDictionary();

    private static readonly ObjectTable s_created = Table(RbacCells.WriteRole, "Created At");
    private static readonly ObjectTable s_custom = Table(WriteNameAndAge, "Age");

    public static ObjectTable Find(ResourceType type) =>
        s_tables.TryGetValue(type, out var table) ? table : type.Custom ? s_custom : s_created;

    private static ObjectTable Table(CellWriter write, params ReadOnlySpan<string> columns)
    {
        var all = new List<TableColumn>(columns.Length + 1) { s_name };
        foreach (var column in columns)
        {
            all.Add(column[0] == '+' ? new TableColumn(column[1..], IsWide: true) : new TableColumn(column));
        }

        return new ObjectTable(all, write);
    }

    private static ObjectTable Events() => new(
        [
            new("Last Seen"), new("Type"), new("Reason"), new("Object"), new("Subobject", IsWide: true), new("Source", IsWide: true),
            new("Message"), new("First Seen", IsWide: true), new("Count", IsWide: true), new("Name", IsWide: true, Format: "name"),
        ],
        ClusterCells.WriteEvent);

    private static void WriteNameAndAge(System.Text.Json.Utf8JsonWriter cells, System.Text.Json.JsonElement value, DateTimeOffset now)
    {
        cells.WriteStringValue(value.Name());
        cells.WriteStringValue(value.Age(now));
    }
}
