using Constructs;

namespace Amazon.CDK;

public class CfnParameter(Construct scope, string id, CfnParameterProps? props = null) : Construct
{
    public string ValueAsString => $"{scope}/{id}: {props?.Default}";
}
