using System.Diagnostics.CodeAnalysis;
using Amazon.CDK.AWS.ECS.Patterns;

namespace Aspire.Hosting.AWS.Deployment;

[Experimental("ASPIREAWSPUBLISHERS001")]
public class PublishECSFargateServiceWithALBConfig
{
    public PublishCallback<ApplicationLoadBalancedTaskImageOptions>? PropsApplicationLoadBalancedTaskImageOptionsCallback { get; set; }

    public PublishCallback<ApplicationLoadBalancedFargateServiceProps>? PropsApplicationLoadBalancedFargateServiceCallback { get; set; }

    public PublishCallback<ApplicationLoadBalancedFargateService>? ConstructApplicationLoadBalancedFargateServiceCallback { get; set; }
}
