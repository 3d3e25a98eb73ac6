namespace Amazon.CDK.AWS.ECS.Patterns;

public class ApplicationLoadBalancedTaskImageOptions
{
    public double? ContainerPort { get; set; }

    public LogDriver? LogDriver { get; set; }

    public IDictionary<string, Secret>? Secrets { get; set; }

    public IDictionary<string, string>? Environment { get; set; }
}
