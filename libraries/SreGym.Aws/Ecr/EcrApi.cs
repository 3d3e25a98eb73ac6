using System.Net.Http.Headers;
using System.Text.Json;
using SreGym.Aws.Signing;
using SreGym.Oci.Client;

namespace SreGym.Aws.Ecr;

/// <summary>Signed calls of ECR's API (JSON 1.1), for one registry.</summary>
/// <param name="http">Connections; not disposed.</param>
/// <param name="host">The registry.</param>
/// <param name="endpoint">Address of the API instead of AWS's own, e.g. an emulator's; null for AWS.</param>
/// <param name="identity">Keys to sign with.</param>
/// <param name="time">Clock of the signatures.</param>
internal sealed class EcrApi(HttpMessageInvoker http, EcrHost host, Uri? endpoint, Func<Task<AwsKeys>> identity, TimeProvider time)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private string Service => host.IsPublic ? "ecr-public" : "ecr";

    private string Prefix => host.IsPublic ? "SpencerFrontendService" : "AmazonEC2ContainerRegistry_V20150921";

    /// <summary>One call.</summary>
    /// <param name="action">E.g. <c>GetAuthorizationToken</c>.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="AwsCredentialsException">There are no credentials to sign with.</exception>
    /// <exception cref="EcrException">It is refused.</exception>
    /// <exception cref="RegistryAccessException">The API cannot be reached.</exception>
    public async Task<JsonElement> CallAsync(string action, Dictionary<string, string> parameters, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(parameters);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(endpoint ?? host.Api, "/")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("x-amz-target", $"{Prefix}.{action}");
        new AwsSignature(host.Region, Service, await identity(), time.GetUtcNow()).Sign(request, body);
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var text = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode
                ? Parse(text) ?? throw new FormatException($"the answer to {action} is no JSON.")
                : throw EcrException.Read(Service, action, (int)response.StatusCode, Parse(text));
        }
        catch (HttpRequestException error)
        {
            throw Unreachable(request, error.Message, error);
        }
        catch (OperationCanceledException error) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(request, $"no answer within {s_limit.TotalSeconds:0} s", error);
        }
    }

    private RegistryAccessException Unreachable(HttpRequestMessage request, string reason, Exception cause) =>
        new($"{request.RequestUri!.Authority} cannot be reached for the credentials of {host.Name}: {reason}. Check the network, and the region in that name.", cause);

    private static JsonElement? Parse(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
