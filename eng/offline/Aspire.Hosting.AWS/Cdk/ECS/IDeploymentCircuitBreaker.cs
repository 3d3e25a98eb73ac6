namespace Amazon.CDK.AWS.ECS;

public interface IDeploymentCircuitBreaker;
