namespace SreGym.Simulation.Storage;

/// <summary>The built-in resources (Kubernetes 1.36), group by group in the order of discovery.</summary>
public static class ResourceTypes
{
    private const string Apps = "apps";
    private const string Authentication = "authentication.k8s.io";
    private const string Authorization = "authorization.k8s.io";
    private const string Autoscaling = "autoscaling";
    private const string Batch = "batch";
    private const string NetworkingGroup = "networking.k8s.io";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string StorageGroup = "storage.k8s.io";

    private static readonly string[] s_create = ["create"];
    private static readonly string[] s_createGet = ["create", "get"];
    private static readonly string[] s_getPatchUpdate = ["get", "patch", "update"];
    private static readonly string[] s_proxy = ["create", "delete", "get", "patch", "update"];
    private static readonly string[] s_withoutCollection = ["create", "delete", "get", "list", "patch", "update", "watch"];

    public static ResourceType Bindings { get; } = Posted("", "bindings", "Binding", namespaced: true);
    public static ResourceType ComponentStatuses { get; } =
        Cluster("", "componentstatuses", "ComponentStatus", "cs") with { Verbs = ["get", "list"] };
    public static ResourceType ConfigMaps { get; } = In("", "configmaps", "ConfigMap", "cm");
    public static ResourceType Endpoints { get; } = In("", "endpoints", "Endpoints", "ep") with { Singular = "endpoints" };
    public static ResourceType Events { get; } = In("", "events", "Event", "ev");
    public static ResourceType LimitRanges { get; } = In("", "limitranges", "LimitRange", "limits");
    public static ResourceType Namespaces { get; } = Cluster("", "namespaces", "Namespace", "ns") with
    {
        Verbs = s_withoutCollection,
        Subresources = [new("finalize", "Namespace", ["update"]), Status("Namespace")],
    };

    public static ResourceType Nodes { get; } = Cluster("", "nodes", "Node", "no") with
    {
        Subresources = [new("proxy", "NodeProxyOptions", s_proxy), Status("Node")],
    };

    public static ResourceType PersistentVolumeClaims { get; } =
        WithStatus(In("", "persistentvolumeclaims", "PersistentVolumeClaim", "pvc"));
    public static ResourceType PersistentVolumes { get; } = WithStatus(Cluster("", "persistentvolumes", "PersistentVolume", "pv"));
    public static ResourceType Pods { get; } = In("", "pods", "Pod", "po") with
    {
        Categories = ["all"],
        HasGeneration = true,
        Subresources =
        [
            new("attach", "PodAttachOptions", s_createGet),
            new("binding", "Binding", s_create),
            new("ephemeralcontainers", "Pod", s_getPatchUpdate),
            new("eviction", "Eviction", s_create, "policy", "v1"),
            new("exec", "PodExecOptions", s_createGet),
            new("log", "Pod", ["get"]),
            new("portforward", "PodPortForwardOptions", s_createGet),
            new("proxy", "PodProxyOptions", s_proxy),
            new("resize", "Pod", s_getPatchUpdate),
            Status("Pod"),
        ],
    };

    public static ResourceType PodTemplates { get; } = In("", "podtemplates", "PodTemplate");
    public static ResourceType ReplicationControllers { get; } =
        Scalable(In("", "replicationcontrollers", "ReplicationController", "rc"));
    public static ResourceType ResourceQuotas { get; } = WithStatus(In("", "resourcequotas", "ResourceQuota", "quota"));
    public static ResourceType Secrets { get; } = In("", "secrets", "Secret");
    public static ResourceType ServiceAccounts { get; } = In("", "serviceaccounts", "ServiceAccount", "sa") with
    {
        Subresources = [new("token", "TokenRequest", s_create, Authentication, "v1")],
    };

    public static ResourceType Services { get; } = In("", "services", "Service", "svc") with
    {
        Categories = ["all"],
        Subresources = [new("proxy", "ServiceProxyOptions", s_proxy), Status("Service")],
    };

    public static ResourceType ControllerRevisions { get; } = In(Apps, "controllerrevisions", "ControllerRevision");
    public static ResourceType DaemonSets { get; } =
        WithStatus(In(Apps, "daemonsets", "DaemonSet", "ds")) with { Categories = ["all"], HasGeneration = true };
    public static ResourceType Deployments { get; } = Scalable(In(Apps, "deployments", "Deployment", "deploy"));
    public static ResourceType ReplicaSets { get; } = Scalable(In(Apps, "replicasets", "ReplicaSet", "rs"));
    public static ResourceType StatefulSets { get; } = Scalable(In(Apps, "statefulsets", "StatefulSet", "sts"));

    /// <summary>events.k8s.io/v1: the same objects as <see cref="Events"/> with other field names.</summary>
    public static ResourceType EventsV1 { get; } = In("events.k8s.io", "events", "Event", "ev") with { StoredAs = Events };

    public static ResourceType SelfSubjectReviews { get; } = Posted(Authentication, "selfsubjectreviews", "SelfSubjectReview");
    public static ResourceType TokenReviews { get; } = Posted(Authentication, "tokenreviews", "TokenReview");
    public static ResourceType LocalSubjectAccessReviews { get; } =
        Posted(Authorization, "localsubjectaccessreviews", "LocalSubjectAccessReview", namespaced: true);
    public static ResourceType SelfSubjectAccessReviews { get; } =
        Posted(Authorization, "selfsubjectaccessreviews", "SelfSubjectAccessReview");
    public static ResourceType SelfSubjectRulesReviews { get; } =
        Posted(Authorization, "selfsubjectrulesreviews", "SelfSubjectRulesReview");
    public static ResourceType SubjectAccessReviews { get; } = Posted(Authorization, "subjectaccessreviews", "SubjectAccessReview");

    public static ResourceType HorizontalPodAutoscalers { get; } =
        WithStatus(new(Autoscaling, "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler", "horizontalpodautoscaler",
            Namespaced: true)) with
        {
            ShortNames = ["hpa"],
            Categories = ["all"],
        };

    public static ResourceType CronJobs { get; } =
        WithStatus(In(Batch, "cronjobs", "CronJob", "cj")) with { Categories = ["all"], HasGeneration = true };
    public static ResourceType Jobs { get; } =
        WithStatus(In(Batch, "jobs", "Job")) with { Categories = ["all"], HasGeneration = true };

    public static ResourceType IngressClasses { get; } =
        Cluster(NetworkingGroup, "ingressclasses", "IngressClass") with { HasGeneration = true };
    public static ResourceType Ingresses { get; } =
        WithStatus(In(NetworkingGroup, "ingresses", "Ingress", "ing")) with { HasGeneration = true };
    public static ResourceType NetworkPolicies { get; } =
        In(NetworkingGroup, "networkpolicies", "NetworkPolicy", "netpol") with { HasGeneration = true };

    public static ResourceType PodDisruptionBudgets { get; } =
        WithStatus(In("policy", "poddisruptionbudgets", "PodDisruptionBudget", "pdb")) with { HasGeneration = true };

    public static ResourceType ClusterRoleBindings { get; } = Cluster(Rbac, "clusterrolebindings", "ClusterRoleBinding");
    public static ResourceType ClusterRoles { get; } = Cluster(Rbac, "clusterroles", "ClusterRole");
    public static ResourceType RoleBindings { get; } = In(Rbac, "rolebindings", "RoleBinding");
    public static ResourceType Roles { get; } = In(Rbac, "roles", "Role");

    public static ResourceType CsiDrivers { get; } = Cluster(StorageGroup, "csidrivers", "CSIDriver");
    public static ResourceType CsiNodes { get; } = Cluster(StorageGroup, "csinodes", "CSINode");
    public static ResourceType StorageClasses { get; } = Cluster(StorageGroup, "storageclasses", "StorageClass", "sc");
    public static ResourceType VolumeAttachments { get; } = WithStatus(Cluster(StorageGroup, "volumeattachments", "VolumeAttachment"));

    public static ResourceType CustomResourceDefinitions { get; } =
        WithStatus(Cluster("apiextensions.k8s.io", "customresourcedefinitions", "CustomResourceDefinition", "crd", "crds")) with
        {
            Categories = ["api-extensions"],
            HasGeneration = true,
        };

    public static ResourceType PriorityClasses { get; } =
        Cluster("scheduling.k8s.io", "priorityclasses", "PriorityClass", "pc") with { HasGeneration = true };
    public static ResourceType Leases { get; } = In("coordination.k8s.io", "leases", "Lease");
    public static ResourceType EndpointSlices { get; } =
        In("discovery.k8s.io", "endpointslices", "EndpointSlice") with { HasGeneration = true };

    /// <summary>All built-in resources, group by group in the order of discovery.</summary>
    public static IReadOnlyList<ResourceType> All { get; } =
    [
        Bindings, ComponentStatuses, ConfigMaps, Endpoints, Events, LimitRanges, Namespaces, Nodes, PersistentVolumeClaims,
        PersistentVolumes, Pods, PodTemplates, ReplicationControllers, ResourceQuotas, Secrets, ServiceAccounts, Services,
        ControllerRevisions, DaemonSets, Deployments, ReplicaSets, StatefulSets,
        EventsV1,
        SelfSubjectReviews, TokenReviews,
        LocalSubjectAccessReviews, SelfSubjectAccessReviews, SelfSubjectRulesReviews, SubjectAccessReviews,
        HorizontalPodAutoscalers,
        CronJobs, Jobs,
        IngressClasses, Ingresses, NetworkPolicies,
        PodDisruptionBudgets,
        ClusterRoleBindings, ClusterRoles, RoleBindings, Roles,
        CsiDrivers, CsiNodes, StorageClasses, VolumeAttachments,
        CustomResourceDefinitions,
        PriorityClasses,
        Leases,
        EndpointSlices,
    ];

    private static ResourceType In(string group, string plural, string kind, params string[] shortNames) =>
        new(group, "v1", plural, kind, kind.ToLowerInvariant(), Namespaced: true) { ShortNames = shortNames };

    private static ResourceType Cluster(string group, string plural, string kind, params string[] shortNames) =>
        In(group, plural, kind, shortNames) with { Namespaced = false };

    private static ResourceType Posted(string group, string plural, string kind, bool namespaced = false) =>
        new(group, "v1", plural, kind, kind.ToLowerInvariant(), namespaced) { Verbs = s_create, Stored = false };

    private static ResourceType WithStatus(ResourceType type) => type with { Subresources = [Status(type.Kind)] };

    private static ResourceType Scalable(ResourceType type) => type with
    {
        Categories = ["all"],
        HasGeneration = true,
        Subresources = [new("scale", "Scale", s_getPatchUpdate, Autoscaling, "v1"), Status(type.Kind)],
    };

    private static Subresource Status(string kind) => new("status", kind, s_getPatchUpdate);
}
