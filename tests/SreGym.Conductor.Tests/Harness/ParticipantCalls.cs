using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>What SREGym's clients do.</summary>
internal static class ParticipantCalls
{
    public static async Task<string?> GetStageAsync(this HttpClient participant) =>
        (string?)JsonNode.Parse(await participant.GetStringAsync("/status"))!["stage"];

    public static Task<HttpResponseMessage> SubmitAsync(this HttpClient participant, string solution) =>
        participant.PostAsJsonAsync("/submit", new { solution });

    public static async Task AwaitStageAsync(this HttpClient participant, string stage)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (await participant.GetStageAsync() is var now && now != stage)
        {
            if (now is "tearing_down" or "done")
            {
                throw new OperationCanceledException($"The episode is at '{now}', not at '{stage}'.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    /// <summary>Both submissions, as soon as they are asked for.</summary>
    public static async Task SolveAsync(this HttpClient participant, string diagnosis = "right")
    {
        await participant.AwaitStageAsync("diagnosis");
        (await participant.SubmitAsync(diagnosis)).EnsureSuccessStatusCode();
        await participant.AwaitStageAsync("mitigation");
        (await participant.SubmitAsync("")).EnsureSuccessStatusCode();
    }
}
