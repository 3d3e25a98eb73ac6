namespace Amazon.CDK.AWS.ElasticLoadBalancingV2;

public class HealthCheck
{
    public string? Path { get; set; }

    public string? HealthyHttpCodes { get; set; }
}
