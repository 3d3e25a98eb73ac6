using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SreGym.Standalone.Tests;

public sealed class WorkloadTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Episode_WithUsers_CountsWhatTheyLoseAndDemandsThatTheyGetItBack()
    {
        using var client = process.ConnectOperator();
        using var started = await client.PostAsJsonAsync(
            "/episodes",
            new { problem = "missing_image_pull_secret", agent = "reference", seed = 12, workload = 40, options = new { services = "recommendation" } },
            Cancellation);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("episode_id").GetString();
        await client.GetStringAsync($"/episodes/{id}/progress", Cancellation);

        var report = await client.GetFromJsonAsync<JsonElement>($"/episodes/{id}/report.json", Cancellation);
        var page = await client.GetStringAsync($"/episodes/{id}/report.html", Cancellation);
        var lost = report.GetProperty("workload").EnumerateArray()
            .Where(tally => tally.GetProperty("answered").GetInt32() < tally.GetProperty("sent").GetInt32())
            .Select(tally => (Stage: tally.GetProperty("stage").GetString(), Endpoint: tally.GetProperty("endpoint").GetString()))
            .ToList();
        var evidence = report.GetProperty("checks").EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "service works").GetProperty("evidence").EnumerateArray()
            .Select(item => $"{item.GetProperty("key").GetString()}: {item.GetProperty("value").GetString()}")
            .ToList();

        Assert.Equal("pass", report.GetProperty("verdicts").GetProperty("mitigation").GetString());
        Assert.Contains(lost, tally => tally.Endpoint == "/recommendations" && tally.Stage is "inject" or "agent");
        Assert.DoesNotContain(lost, tally => tally.Endpoint == "/hotels");
        Assert.Contains(evidence, item => item.StartsWith("workload /recommendations: ", StringComparison.Ordinal));
        Assert.Contains("<h2>Users' requests</h2>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Episode_WithARateThatIsNone_IsRefused()
    {
        using var client = process.ConnectOperator();
        using var answer = await client.PostAsJsonAsync("/episodes", new { problem = "missing_image_pull_secret", workload = -3 }, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("workload -3 is no rate", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
