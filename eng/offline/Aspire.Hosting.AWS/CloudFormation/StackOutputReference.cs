using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.AWS.CloudFormation;

public class StackOutputReference : IValueProvider
{
    private readonly CloudFormationTemplateResource _stack;

    internal StackOutputReference(string name, CloudFormationTemplateResource stack) => (Name, _stack) = (name, stack);

    public string Name { get; }

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var outputs = await _stack.Provisioned.Task.WaitAsync(cancellationToken);
        return outputs.TryGetValue(Name, out var value)
            ? value
            : throw new InvalidOperationException($"The stack '{_stack.Name}' has no output '{Name}'; it has: {string.Join(", ", outputs.Keys)}.");
    }
}
