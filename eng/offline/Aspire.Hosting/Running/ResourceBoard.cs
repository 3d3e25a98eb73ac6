using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>The latest snapshot of every resource, for the dashboard and for whoever waits.</summary>
internal sealed class ResourceBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ResourceSnapshot> _snapshots = [];
    private readonly List<Channel<ResourceSnapshot>> _watchers = [];

    public ResourceBoard(DistributedApplicationModel model, TimeProvider time)
    {
        foreach (var resource in model.Resources)
        {
            _snapshots[resource.Name] = new ResourceSnapshot
            {
                Resource = resource,
                InstanceName = resource is ParameterResource ? resource.Name : $"{resource.Name}-{RandomLetters()}",
                CreatedAt = time.GetUtcNow(),
                Health = [.. resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => new ResourceHealth(check.Key, null))],
            };
        }
    }

    public IReadOnlyList<ResourceSnapshot> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _snapshots.Values];
            }
        }
    }

    public ResourceSnapshot Get(IResource resource)
    {
        lock (_gate)
        {
            return _snapshots[resource.Name];
        }
    }

    public ResourceSnapshot? FindInstance(string instanceName) =>
        All.FirstOrDefault(snapshot => snapshot.InstanceName == instanceName || snapshot.Resource.Name == instanceName);

    public ResourceSnapshot Update(IResource resource, Func<ResourceSnapshot, ResourceSnapshot> change)
    {
        lock (_gate)
        {
            var changed = _snapshots[resource.Name] = change(_snapshots[resource.Name]);
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(changed);
            }

            return changed;
        }
    }

    /// <summary>Every resource as it is now, then every change.</summary>
    public async IAsyncEnumerable<ResourceSnapshot> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateUnbounded<ResourceSnapshot>(new UnboundedChannelOptions { SingleReader = true });
        lock (_gate)
        {
            _watchers.Add(channel);
            foreach (var snapshot in _snapshots.Values)
            {
                channel.Writer.TryWrite(snapshot);
            }
        }

        try
        {
            await foreach (var snapshot in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return snapshot;
            }
        }
        finally
        {
            lock (_gate)
            {
                _watchers.Remove(channel);
            }
        }
    }

    public async Task<ResourceSnapshot> WaitAsync(IResource resource, Func<ResourceSnapshot, bool> until, CancellationToken cancellationToken)
    {
        await foreach (var snapshot in WatchAsync(cancellationToken))
        {
            if (ReferenceEquals(snapshot.Resource, resource) && until(snapshot))
            {
                return snapshot;
            }
        }

        throw new OperationCanceledException(cancellationToken);
    }

    private static string RandomLetters() => RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 8);
}
