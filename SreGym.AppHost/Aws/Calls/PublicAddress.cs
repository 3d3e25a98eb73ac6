using System.Net;
using System.Net.Sockets;

namespace SreGym.AppHost.Aws.Calls;

/// <summary>Asks AWS by which address this machine comes to it.</summary>
internal static class PublicAddress
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(4);

    /// <summary>AWS's own service for this question; it takes no credentials.</summary>
    public static Uri Service { get; } = new("https://checkip.amazonaws.com/");

    /// <summary>The address as a range of one, e.g. 203.0.113.7/32; null when there is no answer, or none of IPv4.</summary>
    public static async Task<string?> FindCidrAsync(Uri service, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { Timeout = s_limit, MaxResponseContentBufferSize = 1024 };
        try
        {
            var answer = (await http.GetStringAsync(service, cancellationToken)).Trim();
            return IPAddress.TryParse(answer, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? $"{address}/32" : null;
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
