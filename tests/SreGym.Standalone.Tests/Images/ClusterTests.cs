using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Standalone.Tests.Images;

/// <summary>The image in the Deployment, on a real cluster.</summary>
[Collection(ImageCollection.Name)]
public sealed class ClusterTests(PublishedImage image)
{
    private const string Variable = "SREGYM_TEST_IMAGE_IN_CLUSTER";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deployment_OnARealCluster_WalksEpisodesToTheirVerdictInsideAndOutside()
    {
        Assert.SkipWhen(
            string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)), $"A minute and a half on a real cluster: set {Variable}=1 to run it.");
        Assert.SkipUnless(RealClusterTurn.IsThere, RealClusterTurn.Missing);
        Assert.SkipWhen(image.WhyNot is not null, $"The image cannot be published here: {image.WhyNot}.");
        using var turn = await RealClusterTurn.TakeAsync(Cancellation);
        Assert.SkipUnless(
            turn.PublicMirrors.ContainsKey("*"), $"{RealClusterTurn.ArgumentsVariable} names no --public-mirror '*=…' to put the image into.");

        await using var deployment = await DeployedImage.StartAsync(image, turn, Cancellation);
        using var client = new HttpClient { BaseAddress = deployment.Address, Timeout = TimeSpan.FromMinutes(5) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", deployment.Token);
        var inside = await RunAsync(client, new { problem = "missing_image_pull_secret", agent = "reference" });
        var outside = await RunAsync(client, new
        {
            problem = "missing_image_pull_secret",
            agent = "reference",
            target = "kubeconfig",
            target_options = new Dictionary<string, string>
            {
                ["context"] = "in-cluster",
                ["public-mirrors"] = string.Join(',', turn.PublicMirrors.Select(mirror => $"{mirror.Key}={mirror.Value}")),
                ["images"] = string.Join(',', turn.Images.Select(each => $"{each.Key}={each.Value}")),
            },
        });

        Assert.Equal(("VERDICT_PASS", "VERDICT_PASS"), inside);
        Assert.Equal(("VERDICT_PASS", "VERDICT_PASS"), outside);
    }

    private static async Task<(string? Diagnosis, string? Mitigation)> RunAsync(HttpClient client, object body)
    {
        using var started = await client.PostAsJsonAsync("/episodes", body, Cancellation);
        var answer = await started.Content.ReadAsStringAsync(Cancellation);
        Assert.True(started.IsSuccessStatusCode, answer);
        var id = JsonDocument.Parse(answer).RootElement.GetProperty("episode_id").GetString();
        var progress = await client.GetStringAsync($"/episodes/{id}/progress", Cancellation);
        var episode = await client.GetFromJsonAsync<JsonElement>($"/episodes/{id}", Cancellation);
        Assert.True(episode.TryGetProperty("mitigation", out var mitigation), progress);
        return (episode.GetProperty("diagnosis").GetString(), mitigation.GetString());
    }
}
