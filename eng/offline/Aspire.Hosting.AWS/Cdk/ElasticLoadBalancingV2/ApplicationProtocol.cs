namespace Amazon.CDK.AWS.ElasticLoadBalancingV2;

public enum ApplicationProtocol
{
    HTTPS,
}
