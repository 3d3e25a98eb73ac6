using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SreGym.Agents.Participation;

/// <summary>The participant's three calls: where are we, what is it about, here is my answer.</summary>
internal sealed class EpisodeClient(HttpClient http, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until it is our turn for one of the stages; returns the stage that has come.</summary>
    public async Task<string> AwaitStageAsync(IReadOnlyCollection<string> stages, CancellationToken cancellationToken)
    {
        while (true)
        {
            var status = await GetAsync("status", cancellationToken);
            if ((string?)status?["stage"] is { } stage && stages.Contains(stage))
            {
                return stage;
            }

            await Task.Delay(s_interval, time, cancellationToken);
        }
    }

    public async Task<string> GetNamespaceAsync(CancellationToken cancellationToken) =>
        (string?)(await GetAsync("get_app", cancellationToken))?["namespace"] ?? "default";

    public async Task SubmitAsync(string solution, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync("submit", new { solution }, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        return response.IsSuccessStatusCode
            ? JsonNode.Parse(await response.Content.ReadAsStringAsync(cancellationToken))
            : null;
    }
}
