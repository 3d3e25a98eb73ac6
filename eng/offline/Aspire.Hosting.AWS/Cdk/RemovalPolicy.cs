namespace Amazon.CDK;

public enum RemovalPolicy
{
    DESTROY,
}
