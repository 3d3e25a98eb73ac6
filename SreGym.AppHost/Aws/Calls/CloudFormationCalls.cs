using System.Xml.Linq;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>One line of a stack's history.</summary>
internal sealed record StackEvent(string Id, string Resource, string Type, string Status, string? Reason)
{
    public bool IsFailure => Status.EndsWith("_FAILED", StringComparison.Ordinal) && Reason is not "Resource creation cancelled";

    public override string ToString() => $"{Resource} ({Type}) {Status}{(Reason is { Length: > 0 } ? $": {Reason}" : "")}";
}

/// <summary>A stack as CloudFormation describes it.</summary>
internal sealed record StackState(
    string Id,
    string Name,
    string Status,
    string? Reason,
    IReadOnlyDictionary<string, string> Outputs,
    IReadOnlyDictionary<string, string> Tags)
{
    public bool IsBusy => Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    public bool IsFailed => !IsBusy && (Status.Contains("ROLLBACK", StringComparison.Ordinal) || Status.EndsWith("FAILED", StringComparison.Ordinal));

    public bool IsUsable => Status is "CREATE_COMPLETE" or "UPDATE_COMPLETE";
}

/// <summary>The calls to CloudFormation that provisioning and destroying take.</summary>
internal sealed class CloudFormationCalls(AwsClient client)
{
    /// <summary>Null when there is no such stack.</summary>
    public async Task<StackState?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await CallAsync("DescribeStacks", new() { ["StackName"] = name }, cancellationToken);
            return Read(answer.Descendants("Stacks").Elements("member").FirstOrDefault());
        }
        catch (AwsException missing) when (missing.Message.Contains("does not exist", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>The events, the oldest first.</summary>
    public async Task<IReadOnlyList<StackEvent>> ListEventsAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("DescribeStackEvents", new() { ["StackName"] = name }, cancellationToken);
        return [.. answer.Descendants("StackEvents").Elements("member").Reverse().Select(each => new StackEvent(
            Value(each, "EventId"), Value(each, "LogicalResourceId"), Value(each, "ResourceType"), Value(each, "ResourceStatus"),
            each.Element("ResourceStatusReason")?.Value))];
    }

    /// <summary>Has a template checked before anything is made of it.</summary>
    /// <exception cref="AwsException">It is no valid template; the message says where and why.</exception>
    public Task ValidateAsync(string template, CancellationToken cancellationToken) =>
        CallAsync("ValidateTemplate", new() { ["TemplateBody"] = template }, cancellationToken);

    /// <summary>Why the stack's change set cannot be carried out; null while it can.</summary>
    public async Task<string?> FindRefusalAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("ListChangeSets", new() { ["StackName"] = name }, cancellationToken);
        var failed = answer.Descendants("Summaries").Elements("member").FirstOrDefault(each =>
            Value(each, "Status") == "FAILED" && (Value(each, "StackName") == name || Value(each, "StackId") == name));
        return failed is null ? null : Value(failed, "StatusReason");
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        CallAsync("DeleteStack", new() { ["StackName"] = name }, cancellationToken);

    public Task<XElement> CallAsync(string action, Dictionary<string, string> parameters, CancellationToken cancellationToken) =>
        client.QueryAsync("cloudformation", "2010-05-15", action, parameters, cancellationToken);

    private static StackState? Read(XElement? stack) => stack is null ? null : new StackState(
        Value(stack, "StackId"),
        Value(stack, "StackName"),
        Value(stack, "StackStatus"),
        stack.Element("StackStatusReason")?.Value,
        Pairs(stack, "Outputs", "OutputKey", "OutputValue"),
        Pairs(stack, "Tags", "Key", "Value"));

    private static Dictionary<string, string> Pairs(XElement stack, string list, string key, string value) =>
        stack.Elements(list).Elements("member").ToDictionary(each => Value(each, key), each => Value(each, value));

    private static string Value(XElement element, string name) => element.Element(name)?.Value ?? "";
}
