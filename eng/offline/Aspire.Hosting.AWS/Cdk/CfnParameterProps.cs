namespace Amazon.CDK;

public class CfnParameterProps
{
    public string? Type { get; set; }

    public object? Default { get; set; }

    public string? Description { get; set; }
}
