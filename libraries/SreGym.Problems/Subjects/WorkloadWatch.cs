using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace SreGym.Problems.Subjects;

/// <summary>
/// Follows the Deployments and pods of a namespace: list, watch, and list again when the server ends a watch or has forgotten the version.
/// A slow reader misses intermediate states, never the latest one.
/// </summary>
public sealed class WorkloadWatch(SubjectApi subject, string @namespace, TimeProvider clock)
{
    private static readonly TimeSpan s_relistDelay = TimeSpan.FromMilliseconds(250);
    private readonly Lock _lock = new();
    private WorkloadSnapshot _current = WorkloadSnapshot.Empty;

    /// <summary>The state now, and again after every change. Read by one reader.</summary>
    public async IAsyncEnumerable<WorkloadSnapshot> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var changes = Channel.CreateBounded<WorkloadSnapshot>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        var deployments = await ListAsync(KubernetesResources.Deployments, cancellationToken);
        var pods = await ListAsync(KubernetesResources.Pods, cancellationToken);
        Publish(changes.Writer, snapshot => snapshot);

        var followers = Task.WhenAll(
            FollowAsync(KubernetesResources.Deployments, deployments, changes.Writer, stop.Token),
            FollowAsync(KubernetesResources.Pods, pods, changes.Writer, stop.Token));
        try
        {
            await foreach (var snapshot in changes.Reader.ReadAllAsync(cancellationToken))
            {
                yield return snapshot;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await followers.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(
        KubernetesResource resource, string version, ChannelWriter<WorkloadSnapshot> changes, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await FollowOnceAsync(resource, version, changes, cancellationToken);
                await Task.Delay(s_relistDelay, clock, cancellationToken);
                version = await ListAsync(resource, cancellationToken);
                Publish(changes, snapshot => snapshot);
            }
        }
        catch (Exception error)
        {
            changes.TryComplete(error);
        }
    }

    private async Task FollowOnceAsync(
        KubernetesResource resource, string version, ChannelWriter<WorkloadSnapshot> changes, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in subject.WatchAsync(resource, @namespace, version, cancellationToken))
            {
                if (update.Type is "ERROR")
                {
                    return;
                }

                if (update.Type is not "BOOKMARK")
                {
                    Publish(changes, snapshot => Apply(snapshot, resource, update));
                }
            }
        }
        catch (IOException)
        {
            // The connection broke in the middle of a watch: the next list says what was missed.
        }
    }

    // Written under the lock: a reader that gets a snapshot must not get an older one after it.
    private void Publish(ChannelWriter<WorkloadSnapshot> changes, Func<WorkloadSnapshot, WorkloadSnapshot> change)
    {
        lock (_lock)
        {
            _current = change(_current);
            changes.TryWrite(_current);
        }
    }

    private async Task<string> ListAsync(KubernetesResource resource, CancellationToken cancellationToken)
    {
        var list = await subject.FindAllAsync(resource, @namespace, cancellationToken) ?? new ObjectList([], "");
        var objects = list.Items.ToImmutableSortedDictionary(item => item.Name(), item => item, StringComparer.Ordinal);
        lock (_lock)
        {
            _current = With(_current, resource, objects);
        }

        return list.ResourceVersion;
    }

    private static WorkloadSnapshot Apply(WorkloadSnapshot snapshot, KubernetesResource resource, WatchUpdate update)
    {
        var objects = resource == KubernetesResources.Pods ? snapshot.Pods : snapshot.Deployments;
        var name = update.Item.Name();
        return With(snapshot, resource, update.Type is "DELETED" ? objects.Remove(name) : objects.SetItem(name, update.Item));
    }

    private static WorkloadSnapshot With(
        WorkloadSnapshot snapshot, KubernetesResource resource, ImmutableSortedDictionary<string, JsonObject> objects) =>
        resource == KubernetesResources.Pods ? snapshot with { Pods = objects } : snapshot with { Deployments = objects };
}
