namespace Amazon.CDK.AWS.IAM;

public class PolicyStatement(PolicyStatementProps? props = null)
{
    public override string ToString() => $"{props}";
}
