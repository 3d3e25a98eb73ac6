using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SreGym.EndToEnd.Tests;

/// <summary>The telemetry API of a running Aspire dashboard.</summary>
internal sealed class Dashboard(HttpClient http) : IDisposable
{
    /// <summary>Why a test skips what it would read there.</summary>
    public const string Missing = "There is no dashboard here: it comes with node and npm.";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Logs in with the link that the run has printed.</summary>
    public static async Task<Dashboard> OpenAsync(Uri login, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = new Uri(login.GetLeftPart(UriPartial.Authority)) };
        var token = login.Query.Split('=', 2)[1];
        using var answer = await http.PostAsJsonAsync("/api/telemetry/validateToken", new { token }, cancellationToken);
        answer.EnsureSuccessStatusCode();
        var key = (await answer.Content.ReadFromJsonAsync<JsonNode>(cancellationToken))!["apiKey"]!;
        http.DefaultRequestHeaders.Add("x-api-key", (string)key!);
        return new Dashboard(http);
    }

    /// <summary>Every span of a trace that has come in so far.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListSpansAsync(string traceId, CancellationToken cancellationToken)
    {
        var trace = await http.GetFromJsonAsync<JsonNode>($"/api/telemetry/traces/{traceId}", cancellationToken);
        return
        [
            .. from resource in trace!["data"]!["resourceSpans"]!.AsArray()
               from scope in resource!["scopeSpans"]!.AsArray()
               from span in scope!["spans"]!.AsArray()
               select span,
        ];
    }

    /// <summary>All spans and logs as text, once there is a text among them; services send what they have every few seconds.</summary>
    public async Task<string> ReadUntilAsync(string text, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var all = await http.GetStringAsync("/api/telemetry/spans?limit=10000", limit.Token)
                + await http.GetStringAsync("/api/telemetry/logs?limit=10000", limit.Token);
            if (all.Contains(text, StringComparison.Ordinal))
            {
                return all;
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public void Dispose() => http.Dispose();
}
