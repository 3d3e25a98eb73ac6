using Amazon.CDK.AWS.ElasticLoadBalancingV2;
using Constructs;

namespace Amazon.CDK.AWS.ECS.Patterns;

public class ApplicationLoadBalancedFargateService : Construct
{
    public virtual ApplicationTargetGroup TargetGroup { get; } = new();

    public virtual FargateTaskDefinition TaskDefinition { get; } = new();
}
