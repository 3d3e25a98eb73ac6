using Constructs;

namespace Amazon.CDK.AWS.ECS;

public class CfnTaskDefinition : Construct
{
    public virtual void AddPropertyOverride(string propertyPath, object value)
    {
    }
}
