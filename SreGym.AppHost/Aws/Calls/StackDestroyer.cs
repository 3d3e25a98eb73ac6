using System.Text.Json;
using System.Xml.Linq;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>Deletes a target cluster with what its stack does not know of, and looks for what is left.</summary>
internal sealed class StackDestroyer(AwsClient client, TimeProvider time)
{
    /// <summary>Tag on everything that a target cluster consists of.</summary>
    public const string ManagedTag = "sregym:managed";

    /// <summary>Tag that names the stack.</summary>
    public const string StackTag = "sregym:stack";

    private const string Unknown = "unknown";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);
    private static readonly string[] s_liveStates = ["pending", "running", "stopping", "stopped"];
    private static readonly (string Action, string Item, string Id)[] s_searches =
    [
        ("DescribeInstances", "instancesSet", "instanceId"),
        ("DescribeVolumes", "volumeSet", "volumeId"),
        ("DescribeSecurityGroups", "securityGroupInfo", "groupId"),
        ("DescribeSubnets", "subnetSet", "subnetId"),
        ("DescribeRouteTables", "routeTableSet", "routeTableId"),
        ("DescribeInternetGateways", "internetGatewaySet", "internetGatewayId"),
        ("DescribeVpcs", "vpcSet", "vpcId"),
    ];

    private readonly CloudFormationCalls _calls = new(client);

    /// <summary>Deletes the stack and its kubeconfig parameter; a stack that is not there is no mistake.</summary>
    /// <exception cref="AwsException">AWS refuses, or a resource cannot be deleted.</exception>
    public async Task DestroyAsync(string stackName, Action<string> say, CancellationToken cancellationToken)
    {
        if (await _calls.FindAsync(stackName, cancellationToken) is { } stack)
        {
            await _calls.DeleteAsync(stackName, cancellationToken);
            await FollowAsync(stack.Id, say, cancellationToken);
        }

        try
        {
            var name = JsonSerializer.Serialize(new Dictionary<string, string> { ["Name"] = $"/sregym/{stackName}/kubeconfig" });
            await client.JsonAsync("ssm", "AmazonSSM.DeleteParameter", name, cancellationToken);
        }
        catch (AwsException missing) when (missing.Code == "ParameterNotFound")
        {
            // The server never got as far as writing it.
        }
    }

    /// <summary>Everything in the region that carries the tags of a target cluster.</summary>
    public async Task<IReadOnlyList<Leftover>> SweepAsync(CancellationToken cancellationToken)
    {
        var found = new List<Leftover>();
        foreach (var (action, set, id) in s_searches)
        {
            var filters = new Dictionary<string, string> { ["Filter.1.Name"] = $"tag:{ManagedTag}", ["Filter.1.Value.1"] = "true" };
            if (action == "DescribeInstances")
            {
                filters["Filter.2.Name"] = "instance-state-name";
                foreach (var (index, state) in s_liveStates.Index())
                {
                    filters[$"Filter.2.Value.{index + 1}"] = state;
                }
            }

            var answer = await client.QueryAsync("ec2", "2016-11-15", action, filters, cancellationToken);
            found.AddRange(answer.Descendants(set).Elements("item").Select(item => new Leftover(item.Element(id)!.Value, StackOf(item))));
        }

        return [.. found, .. await FindParametersAsync(cancellationToken), .. await FindSecretsAsync(cancellationToken)];
    }

    private async Task<IEnumerable<Leftover>> FindParametersAsync(CancellationToken cancellationToken)
    {
        const string Filter = """[{"Key":"Name","Option":"BeginsWith","Values":["/sregym/"]}]""";
        var found = await ListAsync("ssm", "AmazonSSM.DescribeParameters", "ParameterFilters", Filter, "Parameters", cancellationToken);
        return found.Select(each => each.GetProperty("Name").GetString()!).Select(name => new Leftover(name, name.Split('/').ElementAtOrDefault(2) ?? Unknown));
    }

    private async Task<IEnumerable<Leftover>> FindSecretsAsync(CancellationToken cancellationToken)
    {
        const string Filter = $$"""[{"Key":"tag-key","Values":["{{ManagedTag}}"]}]""";
        var found = await ListAsync("secretsmanager", "secretsmanager.ListSecrets", "Filters", Filter, "SecretList", cancellationToken);
        return found.Select(each => each.GetProperty("Name").GetString()!).Select(name => new Leftover(name, name.Split('/').ElementAtOrDefault(1) ?? Unknown));
    }

    // A page may be empty and not be the last.
    private async Task<List<JsonElement>> ListAsync(
        string service, string call, string filterName, string filter, string list, CancellationToken cancellationToken)
    {
        var found = new List<JsonElement>();
        var next = "";
        do
        {
            var page = next.Length == 0 ? "" : $$""","NextToken":{{JsonSerializer.Serialize(next)}}""";
            using var answer = JsonDocument.Parse(await client.JsonAsync(service, call, $$"""{"{{filterName}}":{{filter}}{{page}}}""", cancellationToken));
            found.AddRange(answer.RootElement.GetProperty(list).EnumerateArray().Select(each => each.Clone()));
            next = answer.RootElement.TryGetProperty("NextToken", out var token) ? token.GetString() ?? "" : "";
        }
        while (next.Length > 0);
        return found;
    }

    private async Task FollowAsync(string stackId, Action<string> say, CancellationToken cancellationToken)
    {
        while (await _calls.FindAsync(stackId, cancellationToken) is { Status: not "DELETE_COMPLETE" } state)
        {
            if (!state.IsBusy)
            {
                var events = await _calls.ListEventsAsync(stackId, cancellationToken);
                var reason = events.LastOrDefault(each => each.IsFailure)?.ToString() ?? state.Reason;
                throw new AwsException("DeleteFailed", $"stack {state.Name} is {state.Status}: {reason}");
            }

            say($"{state.Name} {state.Status}");
            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private static string StackOf(XElement item) =>
        item.Elements("tagSet").Elements("item").FirstOrDefault(tag => tag.Element("key")?.Value == StackTag)?.Element("value")?.Value
        ?? Unknown;
}
