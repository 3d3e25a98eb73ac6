namespace Amazon.CDK.AWS.Logs;

public class LogGroupProps
{
    public RetentionDays? Retention { get; set; }

    public RemovalPolicy? RemovalPolicy { get; set; }
}
