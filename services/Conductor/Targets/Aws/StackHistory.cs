using System.Globalization;
using System.Net;
using System.Xml;
using System.Xml.Linq;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.ServiceDefaults.Subjects.Eks;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>Reads how a stack was made, or last changed (cloudformation:DescribeStackEvents).</summary>
internal sealed class StackHistory(TimeProvider time)
{
    private const string Query = "/?Action=DescribeStackEvents&Version=2010-05-15&StackName=";

    /// <summary>The events since the latest creation or update began, the oldest first.</summary>
    /// <param name="stack">Name or id of the stack.</param>
    /// <param name="region">Its region.</param>
    /// <param name="endpoint">Address of the APIs instead of AWS's own; null for AWS.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SreGymException">There are no credentials, AWS refuses or cannot be reached.</exception>
    public async Task<IReadOnlyList<StackEvent>> ReadAsync(string stack, string region, Uri? endpoint, CancellationToken cancellationToken)
    {
        try
        {
            var (status, body) = await AwsRequest.GetAsync(
                "cloudformation", region, endpoint, Query + Uri.EscapeDataString(stack), time, cancellationToken);
            var answer = XElement.Parse(body);
            return status == HttpStatusCode.OK
                ? Read(answer)
                : throw Failed($"CloudFormation answers {(int)status}: {Find(answer, "Message")} The identity needs cloudformation:DescribeStackEvents.");
        }
        catch (Exception error) when (error is HttpRequestException or XmlException)
        {
            throw Failed($"CloudFormation in {region} cannot be asked for the events of '{stack}': {error.Message}", error);
        }
    }

    private static List<StackEvent> Read(XElement answer)
    {
        var newestFirst = answer.Descendants().Where(element => element.Name.LocalName == "member").Select(member => new StackEvent(
            DateTimeOffset.Parse(Find(member, "Timestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            Find(member, "LogicalResourceId"),
            Find(member, "ResourceType"),
            Find(member, "ResourceStatus"),
            Find(member, "ResourceStatusReason"))).ToList();
        var beginning = newestFirst.FindIndex(each => each.IsBeginning);
        var latest = newestFirst.Take(beginning < 0 ? newestFirst.Count : beginning + 1).ToList();
        latest.Reverse();
        return latest;
    }

    private static string Find(XElement element, string name) =>
        element.Descendants().FirstOrDefault(each => each.Name.LocalName == name)?.Value ?? "";

    private static SreGymException Failed(string message, Exception? cause = null) =>
        new(StatusCode.Unavailable, ErrorReasons.SubjectUnreachable, message, cause);
}
