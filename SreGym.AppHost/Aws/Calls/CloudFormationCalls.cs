using System.Globalization;
using System.Xml.Linq;

namespace SreGym.AppHost.Aws.Calls;

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
            Value(each, "EventId"), Time(each), Value(each, "LogicalResourceId"), Value(each, "ResourceType"), Value(each, "ResourceStatus"),
            each.Element("ResourceStatusReason")?.Value))];
    }

    /// <summary>Has a template checked before anything is made of it.</summary>
    /// <exception cref="AwsException">It is no valid template; the message says where and why.</exception>
    public Task ValidateAsync(string template, CancellationToken cancellationToken) =>
        CallAsync("ValidateTemplate", new() { ["TemplateBody"] = template }, cancellationToken);

    /// <summary>The stack's change sets, carried out or not.</summary>
    public async Task<IReadOnlyList<ChangeSet>> ListChangeSetsAsync(string name, CancellationToken cancellationToken)
    {
        var answer = await CallAsync("ListChangeSets", new() { ["StackName"] = name }, cancellationToken);
        return [.. answer.Descendants("Summaries").Elements("member")
            .Where(each => Value(each, "StackName") == name || Value(each, "StackId") == name)
            .Select(each => new ChangeSet(Value(each, "ChangeSetId"), Value(each, "Status"), Value(each, "StatusReason")))];
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
        Pairs(stack, "Parameters", "ParameterKey", "ParameterValue"),
        Pairs(stack, "Outputs", "OutputKey", "OutputValue"),
        Pairs(stack, "Tags", "Key", "Value"));

    private static Dictionary<string, string> Pairs(XElement stack, string list, string key, string value) =>
        stack.Elements(list).Elements("member").ToDictionary(each => Value(each, key), each => Value(each, value));

    private static DateTimeOffset Time(XElement each) =>
        DateTimeOffset.Parse(Value(each, "Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    private static string Value(XElement element, string name) => element.Element(name)?.Value ?? "";
}
