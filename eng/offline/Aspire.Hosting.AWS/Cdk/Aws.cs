namespace Amazon.CDK;

public static class Aws
{
    public static string PARTITION => "";

    public static string REGION => "";

    public static string ACCOUNT_ID => "";
}
