namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Types of a Kubernetes Service.</summary>
internal static class ServiceTypes
{
    public const string ClusterIp = "ClusterIP";
    public const string NodePort = "NodePort";
    public const string LoadBalancer = "LoadBalancer";
}
