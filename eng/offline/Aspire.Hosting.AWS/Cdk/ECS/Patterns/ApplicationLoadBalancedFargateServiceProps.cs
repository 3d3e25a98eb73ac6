using Amazon.CDK.AWS.CertificateManager;
using Amazon.CDK.AWS.ElasticLoadBalancingV2;

namespace Amazon.CDK.AWS.ECS.Patterns;

public class ApplicationLoadBalancedFargateServiceProps
{
    public double? DesiredCount { get; set; }

    public double? MinHealthyPercent { get; set; }

    public double? MaxHealthyPercent { get; set; }

    public double? Cpu { get; set; }

    public double? MemoryLimitMiB { get; set; }

    public ApplicationProtocol? Protocol { get; set; }

    public double? ListenerPort { get; set; }

    public bool? RedirectHTTP { get; set; }

    public ICertificate? Certificate { get; set; }

    public IDeploymentCircuitBreaker? CircuitBreaker { get; set; }
}
