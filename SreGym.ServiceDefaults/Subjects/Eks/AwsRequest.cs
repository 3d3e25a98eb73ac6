using System.Net;
using Grpc.Core;
using SreGym.Aws;
using SreGym.Aws.Signing;
using SreGym.Contracts;

namespace SreGym.ServiceDefaults.Subjects.Eks;

/// <summary>Signed GET requests to AWS APIs that no client of the SDK is at hand for.</summary>
public static class AwsRequest
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Status and text of the answer, whatever they are.</summary>
    /// <param name="service">Signing name and first label of the host, e.g. <c>cloudformation</c>.</param>
    /// <param name="region">Region of the endpoint.</param>
    /// <param name="endpoint">Address of the API instead of AWS's own, e.g. an emulator's; null for AWS.</param>
    /// <param name="pathAndQuery">What is asked for.</param>
    /// <param name="time">Clock of the signature.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="SreGymException">There are no credentials.</exception>
    /// <exception cref="HttpRequestException">The API cannot be reached, or does not answer in time.</exception>
    public static async Task<(HttpStatusCode Status, string Body)> GetAsync(
        string service, string region, Uri? endpoint, string pathAndQuery, TimeProvider time, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(time);
        var suffix = region.StartsWith("cn-", StringComparison.Ordinal) ? "amazonaws.com.cn" : "amazonaws.com";
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new Uri(endpoint ?? new Uri($"https://{service}.{region}.{suffix}"), pathAndQuery));
        using var http = new HttpClient { Timeout = s_limit };
        try
        {
            new AwsSignature(region, service, await AwsIdentity.GetKeysAsync(), time.GetUtcNow()).Sign(request, []);
            using var answer = await http.SendAsync(request, cancellationToken);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
        }
        catch (AwsCredentialsException missing)
        {
            throw new SreGymException(StatusCode.FailedPrecondition, ErrorReasons.SubjectRefused, missing.Message, missing);
        }
        catch (TaskCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{request.RequestUri!.Authority} does not answer within {s_limit.TotalSeconds:0} s.", late);
        }
    }
}
