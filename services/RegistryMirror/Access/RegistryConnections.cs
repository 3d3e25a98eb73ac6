using System.Collections.Concurrent;
using SreGym.Contracts.Common.V1;
using SreGym.RegistryMirror.Forwarding;
using SreGym.RegistryMirror.Provisioning;
using SreGym.ServiceDefaults.Subjects;

namespace SreGym.RegistryMirror.Access;

/// <summary>The ways to the registries of real clusters, one for each episode: a forwarded port, and the log that is read along.</summary>
internal sealed class RegistryConnections(TimeProvider time, ILogger<RegistryConnections> logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RegistryConnection> _open = new(StringComparer.Ordinal);

    /// <summary>The connection of an episode; made when there is none.</summary>
    public RegistryConnection Open(Subject subject) => _open.GetOrAdd(subject.EpisodeId, _ =>
    {
        var endpoint = new PodEndpoint(RegistryNames.Namespace, RegistryObjects.LabelSelector, RegistryNames.Port);
        return new RegistryConnection(
            new PortForward(SubjectClient.Connect(subject), endpoint, logger),
            new RegistryLogFollower(SubjectClient.Connect(subject), endpoint, RegistryAccount.FromSeed(subject.Seed).Username, time, logger));
    });

    /// <summary>Ends the connection of an episode. Idempotent.</summary>
    public async Task CloseAsync(string episodeId)
    {
        if (_open.TryRemove(episodeId, out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var episodeId in _open.Keys)
        {
            await CloseAsync(episodeId);
        }
    }
}
