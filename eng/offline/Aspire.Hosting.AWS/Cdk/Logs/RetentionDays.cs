namespace Amazon.CDK.AWS.Logs;

public enum RetentionDays
{
    ONE_MONTH,
}
