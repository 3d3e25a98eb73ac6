using System.Net.Http.Headers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using SreGym.Aws.Signing;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>Signed calls of AWS's query protocol (CloudFormation, EC2, STS) and of its JSON protocol (SSM).</summary>
internal sealed class AwsClient(AwsAccess access, TimeProvider time) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(4), AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Where the calls go.</summary>
    public AwsAccess Access => access;

    /// <summary>One call of the query protocol; the result is the answer without its namespaces.</summary>
    /// <exception cref="AwsException">It is refused, or the service cannot be reached.</exception>
    public async Task<XElement> QueryAsync(
        string service,
        string version,
        string action,
        IEnumerable<KeyValuePair<string, string>> parameters,
        CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent([new("Action", action), new("Version", version), .. parameters]);
        var body = await form.ReadAsByteArrayAsync(cancellationToken);
        return Parse(await SendAsync(service, body, form.Headers.ContentType!, target: null, cancellationToken));
    }

    /// <summary>One call of the JSON protocol; the result is the answer's text.</summary>
    /// <exception cref="AwsException">It is refused, or the service cannot be reached.</exception>
    public Task<string> JsonAsync(string service, string target, string body, CancellationToken cancellationToken) =>
        SendAsync(service, Encoding.UTF8.GetBytes(body), new MediaTypeHeaderValue("application/x-amz-json-1.1"), target, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<string> SendAsync(
        string service, byte[] body, MediaTypeHeaderValue type, string? target, CancellationToken cancellationToken)
    {
        var address = access.Endpoint ?? new Uri($"https://{service}.{access.Region}.amazonaws.com");
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, "/")) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = type;
        if (target is not null)
        {
            request.Headers.Add("x-amz-target", target);
        }

        new AwsSignature(access.Region, service, access.Keys, time.GetUtcNow()).Sign(request, body);
        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? text : throw Refusal(text, (int)response.StatusCode);
        }
        catch (HttpRequestException error)
        {
            throw new AwsException(AwsException.Unreachable, $"{address.Authority} cannot be reached: {error.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AwsException(AwsException.Unreachable, $"{address.Authority} does not answer in time.");
        }
    }

    private static AwsException Refusal(string text, int status)
    {
        try
        {
            if (text.TrimStart().StartsWith('{'))
            {
                using var json = System.Text.Json.JsonDocument.Parse(text);
                var fields = json.RootElement.EnumerateObject()
                    .ToDictionary(field => field.Name.ToLowerInvariant(), field => field.Value.ToString());
                return new AwsException(fields.GetValueOrDefault("__type", "").Split('#')[^1], fields.GetValueOrDefault("message", text));
            }

            var answer = Parse(text);
            var code = answer.Descendants("Code").FirstOrDefault()?.Value ?? $"HTTP {status}";
            return new AwsException(code, answer.Descendants("Message").FirstOrDefault()?.Value ?? code);
        }
        catch (Exception error) when (error is XmlException or System.Text.Json.JsonException)
        {
            return new AwsException($"HTTP {status}", $"HTTP {status}");
        }
    }

    private static XElement Parse(string text)
    {
        var answer = XElement.Parse(text);
        foreach (var element in answer.DescendantsAndSelf())
        {
            element.Name = element.Name.LocalName;
        }

        return answer;
    }
}
