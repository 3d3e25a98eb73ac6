namespace Amazon.CDK.AWS.ECS;

public class DeploymentCircuitBreaker : IDeploymentCircuitBreaker
{
    public bool? Rollback { get; set; }
}
