using System.Globalization;
using System.Text.Json;
using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Recovery.Kind;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>Opens port-forwards to instances by AWS Systems Manager; no port of the instance needs to be reachable.</summary>
internal sealed class SessionManager(IOptions<AwsOptions> options)
{
    private const string Document = "AWS-StartPortForwardingSession";
    private const string InstallAddress = "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html";

    /// <summary>Refuses when the plugin is not installed.</summary>
    /// <exception cref="SreGymException">It is not.</exception>
    public async Task DemandPluginAsync(CancellationToken cancellationToken)
    {
        var plugin = options.Value.SessionManagerPlugin;
        if (await CommandRunner.FindResultAsync(plugin, ["--version"], onLine: null, cancellationToken) is null)
        {
            throw PluginMissing(plugin, null);
        }
    }

    /// <summary>Forwards a port of this machine to a port of an instance.</summary>
    /// <param name="instance">Id of the instance.</param>
    /// <param name="region">Its region.</param>
    /// <param name="port">Port of the instance.</param>
    /// <param name="localPort">Port of this machine.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="SreGymException">It is refused, the instance is not connected, or the plugin does not work.</exception>
    public async Task<SessionForward> OpenAsync(string instance, string region, int port, int localPort, CancellationToken cancellationToken)
    {
        var session = await StartAsync(instance, region, port, localPort, cancellationToken);
        return await SessionForward.OpenAsync(options.Value.SessionManagerPlugin, session, cancellationToken);
    }

    internal static SreGymException PluginMissing(string command, Exception? cause) => new(
        StatusCode.FailedPrecondition,
        ErrorReasons.SubjectUnreachable,
        $"Access by SSM needs the command '{command}', which is not on the PATH: install it ({InstallAddress}), or open the API to your address.",
        cause);

    private async Task<StartedSession> StartAsync(
        string instance, string region, int port, int localPort, CancellationToken cancellationToken)
    {
        var request = new StartSessionRequest
        {
            Target = instance,
            DocumentName = Document,
            Parameters = new Dictionary<string, List<string>>
            {
                ["portNumber"] = [port.ToString(CultureInfo.InvariantCulture)],
                ["localPortNumber"] = [localPort.ToString(CultureInfo.InvariantCulture)],
            },
        };
        var client = Connect(region);
        try
        {
            var answer = await client.StartSessionAsync(request, cancellationToken);
            return new StartedSession(client, answer.SessionId)
            {
                Instance = instance,
                Region = region,
                Endpoint = options.Value.EndpointUrl ?? Api(region),
                Request = JsonSerializer.Serialize(new { request.Target, request.DocumentName, request.Parameters }),
                Response = JsonSerializer.Serialize(new { answer.SessionId, answer.StreamUrl, answer.TokenValue }),
            };
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            client.Dispose();
            throw Refused(instance, error);
        }
    }

    private AmazonSimpleSystemsManagementClient Connect(string region) => new(options.Value.EndpointUrl is { } endpoint
        ? new AmazonSimpleSystemsManagementConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = region }
        : new AmazonSimpleSystemsManagementConfig { RegionEndpoint = RegionEndpoint.GetBySystemName(region) });

    private static Uri Api(string region) =>
        new($"https://ssm.{region}.{(region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com")}");

    private static SreGymException Refused(string instance, Exception error)
    {
        var remedy = (error as AmazonServiceException)?.ErrorCode switch
        {
            "TargetNotConnected" => "The instance has not reported to Systems Manager: it needs its instance profile and a way out to ssm and ssmmessages.",
            "AccessDeniedException" => $"The identity needs ssm:StartSession on the instance and on the document {Document}.",
            _ => "If credentials are missing, set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
        };
        return new SreGymException(
            StatusCode.FailedPrecondition,
            ErrorReasons.SubjectUnreachable,
            $"AWS starts no session to instance {instance}: {error.Message} {remedy}",
            error);
    }
}
