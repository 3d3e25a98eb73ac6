using Amazon.CDK.AWS.Logs;

namespace Amazon.CDK.AWS.ECS;

public class AwsLogDriverProps
{
    public string? StreamPrefix { get; set; }

    public ILogGroup? LogGroup { get; set; }
}
