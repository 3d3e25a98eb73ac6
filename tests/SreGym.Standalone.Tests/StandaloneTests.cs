using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace SreGym.Standalone.Tests;

public sealed class StandaloneTests(StandaloneProcess process) : IClassFixture<StandaloneProcess>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("missing_image_pull_secret")]
    [InlineData("expired_registry_token")]
    public async Task Episode_StartedThroughTheApi_IsWalkedToItsVerdictInOneProcess(string problem)
    {
        using var client = process.ConnectOperator();
        using var started = await client.PostAsJsonAsync(
            "/episodes", new { problem, agent = "reference", seed = 11 }, Cancellation);
        var id = (await started.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("episode_id").GetString();

        await client.GetStringAsync($"/episodes/{id}/progress", Cancellation);
        var episode = await client.GetFromJsonAsync<JsonElement>($"/episodes/{id}", Cancellation);
        var report = await client.GetFromJsonAsync<JsonElement>($"/episodes/{id}/report.json", Cancellation);

        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal("EPISODE_STATE_COMPLETED", episode.GetProperty("state").GetString());
        Assert.Equal("VERDICT_PASS", episode.GetProperty("diagnosis").GetString());
        Assert.Equal("VERDICT_PASS", episode.GetProperty("mitigation").GetString());
        Assert.Equal(JsonValueKind.Object, report.ValueKind);
    }

    [Fact]
    public async Task Health_OfTheHarness_IsOpen()
    {
        using var client = process.ConnectHarness();

        Assert.Equal("Healthy", await client.GetStringAsync("/health", Cancellation));
        Assert.Equal("Healthy", await client.GetStringAsync("/alive", Cancellation));
    }

    [Theory]
    [InlineData("/episodes")]
    [InlineData("/health")]
    [InlineData("/v2/")]
    public async Task ParticipantListener_WhatIsTheHarnesss_IsNotThere(string path)
    {
        using var client = process.ConnectParticipant();

        using var response = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task HarnessListener_ParticipantsEndpoint_IsNotThere()
    {
        using var client = process.ConnectHarness();

        using var response = await client.GetAsync("/status", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task HarnessListener_WithoutToken_StartsNoEpisode()
    {
        using var client = process.ConnectHarness();

        using var response = await client.PostAsJsonAsync("/episodes", new { problem = "missing_image_pull_secret" }, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Door_WithoutToken_AnswersAsAnApiServer()
    {
        using var trusting = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate is not null };
        using var client = new HttpClient(trusting);

        using var response = await client.GetAsync(new Uri($"https://127.0.0.1:{process.KubernetesPort}/api"), Cancellation);
        var status = await response.Content.ReadFromJsonAsync<JsonElement>(Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Status", status.GetProperty("kind").GetString());
    }

    [Fact]
    public void Token_DrawnAtStart_IsItsOwnersAlone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "File modes are Unix's.");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(process.TokenPath));
    }
}
