using k8s.Models;
using SreGym.Recovery.Registry;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>What the registry's Service is, by the way in which nodes reach it.</summary>
internal static class RegistryService
{
    private const string Aws = "service.beta.kubernetes.io/aws-load-balancer-";

    public static V1ServiceSpec Spec(RegistryPlan plan, IDictionary<string, string> selector)
    {
        var type = plan.Tls?.ServiceType ?? (plan.NodePort == 0 ? ServiceTypes.ClusterIp : ServiceTypes.NodePort);
        return new V1ServiceSpec
        {
            Type = type,
            Selector = selector,
            Ports =
            [
                new V1ServicePort
                {
                    Name = plan.Tls is null ? "http" : "https",
                    Port = plan.Tls is { ServiceType: not ServiceTypes.NodePort } tls ? tls.Port : RegistryNames.Port,
                    TargetPort = RegistryNames.Port,
                    NodePort = type == ServiceTypes.NodePort ? plan.NodePort : null,
                    Protocol = "TCP",
                },
            ],
        };
    }

    /// <summary>
    /// An internal network load balancer that ends TLS, for the AWS Load Balancer Controller and for the cloud provider alike. Client addresses
    /// are not kept: a node that pulls from itself through the load balancer would get no answer.
    /// </summary>
    public static Dictionary<string, string>? Annotations(RegistryPlan plan) => plan.Tls is { CertificateArn.Length: > 0 } tls
        ? new Dictionary<string, string>
        {
            [Aws + "type"] = "nlb",
            [Aws + "scheme"] = "internal",
            [Aws + "internal"] = "true",
            [Aws + "ssl-cert"] = tls.CertificateArn,
            [Aws + "ssl-ports"] = "https",
            [Aws + "backend-protocol"] = "tcp",
            [Aws + "target-group-attributes"] = "preserve_client_ip.enabled=false",
        }
        : null;
}
