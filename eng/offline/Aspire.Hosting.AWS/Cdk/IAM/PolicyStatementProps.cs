namespace Amazon.CDK.AWS.IAM;

public class PolicyStatementProps
{
    public string[]? Actions { get; set; }

    public string[]? Resources { get; set; }
}
