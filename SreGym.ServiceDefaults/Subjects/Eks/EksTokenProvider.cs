using System.Net.Http.Headers;
using k8s.Authentication;
using SreGym.Aws;

namespace SreGym.ServiceDefaults.Subjects.Eks;

/// <summary>Tokens for one EKS cluster, made in this process from its AWS credentials and renewed before the API server refuses them.</summary>
internal sealed class EksTokenProvider(string cluster, string region, TimeProvider time) : ITokenProvider
{
    private static readonly TimeSpan s_renewAfter = TimeSpan.FromMinutes(10);

    // Two calls at once may both make one: a token costs a hash, not a request.
    private volatile Made? _current;

    public async Task<AuthenticationHeaderValue> GetAuthenticationHeaderAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var current = _current;
        if (current is null || now - current.At >= s_renewAfter)
        {
            current = new Made(EksToken.Create(cluster, region, await AwsIdentity.GetKeysAsync(), now), now);
            _current = current;
        }

        return new AuthenticationHeaderValue("Bearer", current.Token);
    }

    private sealed record Made(string Token, DateTimeOffset At);
}
