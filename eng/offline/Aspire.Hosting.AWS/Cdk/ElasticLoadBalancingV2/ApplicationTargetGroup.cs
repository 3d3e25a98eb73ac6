using Constructs;

namespace Amazon.CDK.AWS.ElasticLoadBalancingV2;

public class ApplicationTargetGroup : Construct
{
    public virtual void ConfigureHealthCheck(HealthCheck healthCheck)
    {
    }
}
