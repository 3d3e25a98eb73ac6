using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Running;

/// <summary>An HTTP/1.1 GET to the public URL; an h2c-only endpoint therefore never gets healthy.</summary>
internal sealed class HttpEndpointHealthCheck(EndpointReference endpoint, string path, int statusCode) : IHealthCheck
{
    private static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromSeconds(5) };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var response = await s_client.GetAsync(new Uri(endpoint.Url + path), cancellationToken);
            return (int)response.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{endpoint.Url}{path} answered {(int)response.StatusCode} instead of {statusCode}.");
        }
        catch (HttpRequestException error)
        {
            return HealthCheckResult.Unhealthy($"{endpoint.Url}{path} cannot be reached: {error.Message}");
        }
    }
}
