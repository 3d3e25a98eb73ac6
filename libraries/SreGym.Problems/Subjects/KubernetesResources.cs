namespace SreGym.Problems.Subjects;

/// <summary>The kinds the harness reads and writes.</summary>
public static class KubernetesResources
{
    public static KubernetesResource Namespaces { get; } = new("", "v1", "namespaces", "Namespace", Namespaced: false);
    public static KubernetesResource Nodes { get; } = new("", "v1", "nodes", "Node", Namespaced: false);
    public static KubernetesResource PersistentVolumes { get; } = new("", "v1", "persistentvolumes", "PersistentVolume", Namespaced: false);
    public static KubernetesResource ConfigMaps { get; } = new("", "v1", "configmaps", "ConfigMap");
    public static KubernetesResource Events { get; } = new("", "v1", "events", "Event");
    public static KubernetesResource LimitRanges { get; } = new("", "v1", "limitranges", "LimitRange");
    public static KubernetesResource PersistentVolumeClaims { get; } = new("", "v1", "persistentvolumeclaims", "PersistentVolumeClaim");
    public static KubernetesResource Pods { get; } = new("", "v1", "pods", "Pod");
    public static KubernetesResource ReplicationControllers { get; } = new("", "v1", "replicationcontrollers", "ReplicationController");
    public static KubernetesResource ResourceQuotas { get; } = new("", "v1", "resourcequotas", "ResourceQuota");
    public static KubernetesResource Secrets { get; } = new("", "v1", "secrets", "Secret");
    public static KubernetesResource ServiceAccounts { get; } = new("", "v1", "serviceaccounts", "ServiceAccount");
    public static KubernetesResource Services { get; } = new("", "v1", "services", "Service");
    public static KubernetesResource DaemonSets { get; } = new("apps", "v1", "daemonsets", "DaemonSet");
    public static KubernetesResource Deployments { get; } = new("apps", "v1", "deployments", "Deployment");
    public static KubernetesResource ReplicaSets { get; } = new("apps", "v1", "replicasets", "ReplicaSet");
    public static KubernetesResource StatefulSets { get; } = new("apps", "v1", "statefulsets", "StatefulSet");

    /// <summary>In <c>v1</c> from Kubernetes 1.21 on.</summary>
    public static KubernetesResource CronJobs { get; } = new("batch", "v1", "cronjobs", "CronJob") { OlderVersions = ["v1beta1"] };

    public static KubernetesResource Jobs { get; } = new("batch", "v1", "jobs", "Job");

    /// <summary>In <c>v2</c> from Kubernetes 1.23 on. <c>v1</c> hides most of it in annotations.</summary>
    public static KubernetesResource HorizontalPodAutoscalers { get; } =
        new("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler") { OlderVersions = ["v2beta2", "v2beta1", "v1"] };

    public static KubernetesResource Ingresses { get; } = new("networking.k8s.io", "v1", "ingresses", "Ingress");
    public static KubernetesResource NetworkPolicies { get; } = new("networking.k8s.io", "v1", "networkpolicies", "NetworkPolicy");

    /// <summary>In <c>v1</c> from Kubernetes 1.21 on.</summary>
    public static KubernetesResource PodDisruptionBudgets { get; } =
        new("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget") { OlderVersions = ["v1beta1"] };

    public static KubernetesResource ClusterRoleBindings { get; } =
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "ClusterRoleBinding", Namespaced: false);

    public static KubernetesResource ClusterRoles { get; } =
        new("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", Namespaced: false);

    public static KubernetesResource RoleBindings { get; } = new("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");
    public static KubernetesResource Roles { get; } = new("rbac.authorization.k8s.io", "v1", "roles", "Role");
    public static KubernetesResource StorageClasses { get; } = new("storage.k8s.io", "v1", "storageclasses", "StorageClass", Namespaced: false);

    public static KubernetesResource MutatingWebhookConfigurations { get; } = new(
        "admissionregistration.k8s.io", "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", Namespaced: false);

    public static KubernetesResource ValidatingWebhookConfigurations { get; } = new(
        "admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", Namespaced: false);

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<KubernetesResource> All { get; } =
    [
        Namespaces, Nodes, PersistentVolumes, ConfigMaps, Events, LimitRanges, PersistentVolumeClaims, Pods, ReplicationControllers,
        ResourceQuotas, Secrets, ServiceAccounts, Services, DaemonSets, Deployments, ReplicaSets, StatefulSets, CronJobs, Jobs,
        HorizontalPodAutoscalers, Ingresses, NetworkPolicies, PodDisruptionBudgets, ClusterRoleBindings, ClusterRoles, RoleBindings,
        Roles, StorageClasses, MutatingWebhookConfigurations, ValidatingWebhookConfigurations,
    ];

    /// <summary>The kind an object of this <c>apiVersion</c> and <c>kind</c> is kept under.</summary>
    /// <exception cref="ArgumentException">The harness does not handle that kind.</exception>
    public static KubernetesResource Get(string apiVersion, string kind) =>
        All.SelectMany(resource => resource.InEveryVersion)
            .FirstOrDefault(resource => resource.ApiVersion == apiVersion && resource.Kind == kind)
        ?? throw new ArgumentException($"{apiVersion} {kind} is not among the kinds the harness handles.", nameof(kind));
}
