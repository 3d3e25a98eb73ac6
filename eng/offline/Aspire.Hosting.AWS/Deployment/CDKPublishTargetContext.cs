using System.Diagnostics.CodeAnalysis;
using Amazon.CDK;

namespace Aspire.Hosting.AWS.Deployment;

[Experimental("ASPIREAWSPUBLISHERS001")]
public class CDKPublishTargetContext
{
    private readonly Stack _stack;

    internal CDKPublishTargetContext(Stack stack) => _stack = stack;

    public T GetDeploymentStack<T>()
        where T : Stack => (T)_stack;
}
