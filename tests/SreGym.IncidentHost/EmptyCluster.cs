using k8s;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.IncidentHost;

/// <summary>An embedded cluster with nothing in it, and a client for it; it is deleted with its owner.</summary>
public sealed class EmptyCluster : IAsyncDisposable
{
    private readonly IncidentServices _services;

    private EmptyCluster(IncidentServices services, Subject subject)
    {
        _services = services;
        Subject = subject;
        Client = SubjectClient.Connect(subject);
    }

    /// <summary>The cluster, with an administrator's kubeconfig.</summary>
    public Subject Subject { get; }

    /// <summary>An administrator's.</summary>
    public Kubernetes Client { get; }

    /// <summary>Makes one.</summary>
    public static async Task<EmptyCluster> CreateAsync(IncidentServices services, string id)
    {
        ArgumentNullException.ThrowIfNull(services);
        var created = await services.Clusters.CreateClusterAsync(new CreateClusterRequest { ClusterId = id, Seed = 1 });
        return new EmptyCluster(services, new Subject { EpisodeId = id, Kubeconfig = created.Cluster.Kubeconfig });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _services.Clusters.DeleteClusterAsync(new DeleteClusterRequest { ClusterId = Subject.EpisodeId });
    }
}
