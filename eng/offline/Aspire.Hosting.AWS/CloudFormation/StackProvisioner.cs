using System.Security.Cryptography;
using System.Text;
using SreGym.AppHost.Aws.Calls;

namespace Aspire.Hosting.AWS.CloudFormation;

/// <summary>Makes a stack what its template says, by a change set, in the real package's order of calls.</summary>
internal sealed class StackProvisioner(AwsClient client, TimeProvider time, Action<string> say)
{
    private const string HashTag = "AspireAppHost_SHA256";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1.5);
    private static readonly string[] s_capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"];

    private readonly CloudFormationCalls _calls = new(client);

    /// <summary>The stack's outputs.</summary>
    /// <exception cref="AwsException">A call is refused, or the stack has failed: with the resource and its reason.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ProvisionAsync(CloudFormationTemplateResource resource, CancellationToken cancellationToken)
    {
        var template = await File.ReadAllTextAsync(resource.TemplatePath, cancellationToken);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            template + string.Join('\n', resource.Parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal)))));
        var existing = await _calls.FindAsync(resource.StackName, cancellationToken);
        if (existing is { IsUsable: true } && existing.Tags.GetValueOrDefault(HashTag) == hash)
        {
            say($"stack {resource.StackName} is unchanged");
            return existing.Outputs;
        }

        var seen = existing is null
            ? []
            : (await _calls.ListEventsAsync(resource.StackName, cancellationToken)).Select(each => each.Id).ToHashSet();
        var isNew = existing is null or { Status: "REVIEW_IN_PROGRESS" };
        if (await CreateChangeSetAsync(resource, template, hash, isNew, cancellationToken) is { } changeSet)
        {
            await _calls.CallAsync("ExecuteChangeSet", new() { ["ChangeSetName"] = changeSet, ["StackName"] = resource.StackName }, cancellationToken);
        }

        return await FollowAsync(resource.StackName, seen, cancellationToken);
    }

    // Null when there is nothing to change.
    private async Task<string?> CreateChangeSetAsync(
        CloudFormationTemplateResource resource, string template, string hash, bool isNew, CancellationToken cancellationToken)
    {
        var name = $"Aspire-AppHost-{time.GetUtcNow().ToUnixTimeMilliseconds()}";
        var call = new Dictionary<string, string>
        {
            ["StackName"] = resource.StackName,
            ["ChangeSetName"] = name,
            ["ChangeSetType"] = isNew ? "CREATE" : "UPDATE",
            ["TemplateBody"] = template,
        };
        AddList(call, "Capabilities.member.{0}", s_capabilities, (each, prefix) => call[prefix] = each);
        AddList(call, "Parameters.member.{0}", resource.Parameters, (each, prefix) =>
            (call[$"{prefix}.ParameterKey"], call[$"{prefix}.ParameterValue"]) = (each.Key, each.Value));
        AddList(call, "Tags.member.{0}", resource.Tags.Append(new(HashTag, hash)), (each, prefix) =>
            (call[$"{prefix}.Key"], call[$"{prefix}.Value"]) = (each.Key, each.Value));
        await _calls.CallAsync("CreateChangeSet", call, cancellationToken);
        while (true)
        {
            var answer = await _calls.CallAsync(
                "DescribeChangeSet", new() { ["ChangeSetName"] = name, ["StackName"] = resource.StackName }, cancellationToken);
            var status = answer.Descendants("Status").First().Value;
            var reason = answer.Descendants("StatusReason").FirstOrDefault()?.Value ?? "";
            switch (status)
            {
                case "CREATE_COMPLETE":
                    return name;
                case "FAILED" when reason.Contains("didn't contain changes", StringComparison.Ordinal) || reason.Contains("No updates", StringComparison.Ordinal):
                    return null;
                case "FAILED":
                    throw new AwsException("ChangeSetFailed", reason);
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> FollowAsync(string stackName, HashSet<string> seen, CancellationToken cancellationToken)
    {
        StackEvent? failure = null;
        while (true)
        {
            var state = await _calls.FindAsync(stackName, cancellationToken)
                ?? throw new AwsException("StackMissing", $"stack {stackName} has gone while it was awaited");
            foreach (var happened in (await _calls.ListEventsAsync(stackName, cancellationToken)).Where(each => seen.Add(each.Id)))
            {
                say(happened.ToString());
                failure ??= happened.IsFailure ? happened : null;
            }

            if (state.IsUsable)
            {
                return state.Outputs;
            }

            if (!state.IsBusy)
            {
                throw new AwsException("StackFailed", $"stack {stackName} is {state.Status}: {failure?.ToString() ?? state.Reason ?? "no reason given"}");
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private static void AddList<T>(Dictionary<string, string> call, string pattern, IEnumerable<T> values, Action<T, string> add)
    {
        foreach (var (index, value) in values.Index())
        {
            add(value, string.Format(System.Globalization.CultureInfo.InvariantCulture, pattern, index + 1));
        }
    }
}
