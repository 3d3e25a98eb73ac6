using k8s;

namespace SreGym.Agents.Participation;

/// <summary>Everything a participant is given: a kubeconfig and an address to hand answers in at.</summary>
internal sealed class Participant : IDisposable
{
    private readonly HttpClient _http;

    private Participant(Kubernetes cluster, HttpClient http)
    {
        (Cluster, _http) = (cluster, http);
        Episode = new EpisodeClient(http, TimeProvider.System);
    }

    public Kubernetes Cluster { get; }

    public EpisodeClient Episode { get; }

    /// <summary>Reads KUBECONFIG, API_HOSTNAME and API_PORT.</summary>
    public static Participant Connect()
    {
        var host = Environment.GetEnvironmentVariable("API_HOSTNAME") ?? "localhost";
        var port = Environment.GetEnvironmentVariable("API_PORT") ?? "8000";
        var http = new HttpClient { BaseAddress = new Uri($"http://{host}:{port}/"), Timeout = TimeSpan.FromMinutes(2) };
        var kubeconfig = Environment.GetEnvironmentVariable("KUBECONFIG");
        return new Participant(new Kubernetes(KubernetesClientConfiguration.BuildConfigFromConfigFile(kubeconfig)), http);
    }

    public void Dispose()
    {
        Cluster.Dispose();
        _http.Dispose();
    }
}
