namespace Amazon.CDK.AWS.ECS;

public class LogDriver
{
    public static LogDriver AwsLogs(AwsLogDriverProps props) => new();
}
