using System.Globalization;
using System.Xml.Linq;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>How long the instances of a target cluster will still be there.</summary>
internal sealed class InstanceLifetime(AwsClient client, TimeProvider time)
{
    private const string TimeToLive = "TimeToLiveMinutes";
    private static readonly string[] s_liveStates = ["pending", "running"];

    /// <summary>Time until the first of them ends itself; null when there is none.</summary>
    public async Task<TimeSpan?> FindLeftAsync(StackState stack, CancellationToken cancellationToken)
    {
        var filters = new Dictionary<string, string>
        {
            ["Filter.1.Name"] = $"tag:{StackDestroyer.StackTag}",
            ["Filter.1.Value.1"] = stack.Name,
        };
        var answer = await client.QueryAsync("ec2", "2016-11-15", "DescribeInstances", filters, cancellationToken);
        var launches = answer.Descendants("instancesSet").Elements("item")
            .Where(each => s_liveStates.Contains(each.Element("instanceState")?.Element("name")?.Value))
            .Select(each => DateTimeOffset.Parse(each.Element("launchTime")!.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))
            .ToList();
        return launches.Count == 0 || !stack.Parameters.TryGetValue(TimeToLive, out var minutes)
            ? null
            : launches.Min() + TimeSpan.FromMinutes(int.Parse(minutes, CultureInfo.InvariantCulture)) - time.GetUtcNow();
    }
}
