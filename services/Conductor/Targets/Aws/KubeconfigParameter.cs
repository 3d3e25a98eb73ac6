using Amazon;
using Amazon.Runtime;
using Amazon.SimpleSystemsManagement;
using Amazon.SimpleSystemsManagement.Model;
using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>The SSM SecureString that a cluster on AWS puts its administrator's kubeconfig into.</summary>
internal sealed class KubeconfigParameter(TimeProvider time)
{
    private const string CredentialsHelp =
        "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in with 'aws sso login'";

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    /// <summary>Waits until the parameter is there and returns what it holds.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <param name="region">Its region; null means the one that the environment or profile says.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="progress">Told why it is still waiting.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SreGymException">There are no credentials or no region, access is denied, or it did not come in time.</exception>
    public async Task<string> ReadAsync(
        string name, string? region, TimeSpan limit, Action<string> progress, CancellationToken cancellationToken)
    {
        using var client = Connect(region);
        var began = time.GetTimestamp();
        while (true)
        {
            if (await FindAsync(client, name, cancellationToken) is { } kubeconfig)
            {
                return kubeconfig;
            }

            var waited = time.GetElapsedTime(began);
            if (waited > limit)
            {
                throw Failed(
                    StatusCode.DeadlineExceeded,
                    ErrorReasons.NotReadyInTime,
                    $"The SSM parameter '{name}' did not appear within {limit.TotalMinutes:0} minutes: the server has not come up. "
                    + "Look at the stack's events, and on the instance at /var/log/cloud-init-output.log.");
            }

            progress($"SSM parameter {name} is not there yet after {waited.TotalSeconds:0} s");
            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private static async Task<string?> FindAsync(AmazonSimpleSystemsManagementClient client, string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await client.GetParameterAsync(new GetParameterRequest { Name = name, WithDecryption = true }, cancellationToken);
            return answer.Parameter.Value;
        }
        catch (ParameterNotFoundException)
        {
            return null;
        }
        catch (AmazonSimpleSystemsManagementException refused)
        {
            throw Failed(
                StatusCode.PermissionDenied,
                ErrorReasons.SubjectRefused,
                $"AWS refuses to read the SSM parameter '{name}' ({refused.ErrorCode}): {refused.Message} The identity needs ssm:GetParameter on it.",
                refused);
        }
        catch (AmazonClientException missing)
        {
            throw Failed(
                StatusCode.FailedPrecondition,
                ErrorReasons.SubjectUnreachable,
                $"AWS cannot be asked for the SSM parameter '{name}': {missing.Message} If credentials are missing, {CredentialsHelp}.",
                missing);
        }
        catch (HttpRequestException unreachable)
        {
            throw Failed(
                StatusCode.Unavailable,
                ErrorReasons.SubjectUnreachable,
                $"AWS cannot be reached for the SSM parameter '{name}': {unreachable.Message}",
                unreachable);
        }
    }

    private static AmazonSimpleSystemsManagementClient Connect(string? region)
    {
        try
        {
            return string.IsNullOrEmpty(region)
                ? new AmazonSimpleSystemsManagementClient()
                : new AmazonSimpleSystemsManagementClient(RegionEndpoint.GetBySystemName(region));
        }
        catch (AmazonClientException missing)
        {
            throw Failed(
                StatusCode.FailedPrecondition,
                ErrorReasons.SubjectUnreachable,
                $"{missing.Message} Name the region with --region, AWS_REGION or the profile; for credentials {CredentialsHelp}.",
                missing);
        }
    }

    private static SreGymException Failed(StatusCode status, string reason, string message, Exception? cause = null) =>
        new(status, reason, message, cause);
}
