using Amazon.CDK.AWS.IAM;
using Constructs;

namespace Amazon.CDK.AWS.ECS;

public class FargateTaskDefinition : Construct
{
    public virtual void AddToTaskRolePolicy(PolicyStatement statement)
    {
    }
}
