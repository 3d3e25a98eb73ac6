using System.Security.Cryptography.X509Certificates;
using SreGym.Contracts.Common.V1;
using SreGym.Recovery.Registry;
using SreGym.RegistryMirror.Forwarding;
using SreGym.RegistryMirror.Provisioning;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.RegistryMirror.Access;

/// <summary>The ways to the registries of real clusters, one for each episode: a forwarded port, and the log that is read along.</summary>
internal sealed class RegistryConnections(TimeProvider time, ILogger<RegistryConnections> logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RegistryConnection> _open = new(StringComparer.Ordinal);

    /// <summary>
    /// The connection of an episode; made when there is none. After a restart of this process it is made again where the others know it
    /// to be: at the address that <paramref name="registry"/> was provisioned with.
    /// </summary>
    public RegistryConnection Open(Subject subject, PrivateRegistry? registry = null)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(subject.EpisodeId, out var connection))
            {
                _open[subject.EpisodeId] = connection = Connect(subject, registry);
            }

            return connection;
        }
    }

    /// <summary>Ends the connection of an episode. Idempotent.</summary>
    public async Task CloseAsync(string episodeId)
    {
        RegistryConnection? connection;
        lock (_gate)
        {
            _open.Remove(episodeId, out connection);
        }

        if (connection is not null)
        {
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        string[] episodes;
        lock (_gate)
        {
            episodes = [.. _open.Keys];
        }

        foreach (var episodeId in episodes)
        {
            await CloseAsync(episodeId);
        }
    }

    private RegistryConnection Connect(Subject subject, PrivateRegistry? registry)
    {
        var endpoint = new PodEndpoint(RegistryNames.Namespace, RegistryNames.LabelSelector, RegistryNames.Port);
        var port = Uri.TryCreate(registry?.AccessAddress, UriKind.Absolute, out var address) ? address.Port : 0;
        var username = registry is { Username.Length: > 0 } known ? known.Username : RegistryAccount.FromSeed(subject.Seed).Username;
        return new RegistryConnection(
            new PortForward(SubjectClient.Connect(subject, new SubjectPatience(time)), endpoint, FindCertificate(subject), port, logger),
            new RegistryLogFollower(SubjectClient.Connect(subject, new SubjectPatience(time)), endpoint, username, time, logger));
    }

    private static X509Certificate2? FindCertificate(Subject subject) => RegistryPlan.For(subject).Tls is { IsServedByPod: true } tls
        ? X509Certificate2.CreateFromPem(tls.Certificate)
        : null;
}
