using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using k8s;
using SreGym.TestingHost.RealClusters;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>An episode that waits for its participant, and what the participant is given.</summary>
internal sealed class ParticipantSeat : IDisposable
{
    private readonly HttpClientHandler _trusting =
        new() { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate is not null };

    private ParticipantSeat(StandaloneProcess process, string episode, string kubeconfig, string task)
    {
        (Process, Episode, Task) = (process, episode, task);
        Kubeconfig = File.ReadAllText(kubeconfig);
        var configuration = KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig);
        Token = configuration.AccessToken;
        Door = new HttpClient(_trusting) { BaseAddress = new Uri(configuration.Host) };
        Door.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        Namespace = configuration.Namespace;
    }

    public StandaloneProcess Process { get; }

    public string Episode { get; }

    /// <summary>What it is told.</summary>
    public string Task { get; }

    public string Kubeconfig { get; }

    public string Token { get; }

    public string Namespace { get; }

    /// <summary>Its API server.</summary>
    public HttpClient Door { get; }

    public static async Task<ParticipantSeat> TakeAsync(
        StandaloneProcess process,
        string rights = "default",
        string breadcrumb = "secret-named",
        RealClusterTurn? cluster = null,
        string problem = "missing_image_pull_secret")
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var client = process.ConnectOperator();
        var options = new { services = "geo,recommendation", breadcrumb };
        using var started = await client.PostAsJsonAsync(
            "/episodes",
            new
            {
                problem,
                options,
                agent = "none",
                seed = 7,
                rights,
                target = cluster is null ? "embedded" : "kubeconfig",
                target_options = cluster is null ? [] : Describe(cluster),
            },
            cancellation);
        var episode = (await started.Content.ReadFromJsonAsync<JsonElement>(cancellation)).GetProperty("episode_id").GetString()!;
        using var progress = new StreamReader(await client.GetStreamAsync($"/episodes/{episode}/progress", cancellation));
        while (await progress.ReadLineAsync(cancellation) is { } line)
        {
            var update = JsonElement.Parse(line);
            if (update.TryGetProperty("ready", out var ready))
            {
                var kubeconfig = ready.GetProperty("kubeconfig_path").GetString()!;
                return new ParticipantSeat(process, episode, kubeconfig, ready.GetProperty("task").GetString()!);
            }
        }

        throw new InvalidOperationException($"Episode {episode} ended before its participant could start.");
    }

    /// <summary>Ends the episode; what it could not give back makes the test fail.</summary>
    public async Task LeaveAsync()
    {
        using var client = Process.ConnectOperator();
        using var recovered = await client.PostAsync($"/episodes/{Episode}/recover", null, TestContext.Current.CancellationToken);
        Assert.True(recovered.IsSuccessStatusCode, await recovered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose()
    {
        Door.Dispose();
        _trusting.Dispose();
    }

    private static Dictionary<string, string> Describe(RealClusterTurn cluster) => new()
    {
        ["kubeconfig"] = cluster.KubeconfigPath,
        ["images"] = string.Join(',', cluster.Images.Select(image => $"{image.Key}={image.Value}")),
        ["public-mirrors"] = string.Join(',', cluster.PublicMirrors.Select(mirror => $"{mirror.Key}={mirror.Value}")),
    };
}
