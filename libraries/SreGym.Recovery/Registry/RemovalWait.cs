using k8s;

namespace SreGym.Recovery.Registry;

/// <summary>Waits until what was deleted is gone.</summary>
public static class RemovalWait
{
    /// <summary>Until a namespace and everything in it is gone.</summary>
    public static async Task ForNamespaceAsync(IKubernetes kubernetes, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);
        var selector = $"metadata.name={name}";
        while (true)
        {
            var list = await kubernetes.CoreV1.ListNamespaceAsync(fieldSelector: selector, cancellationToken: cancellationToken);
            if (list.Items.Count == 0)
            {
                return;
            }

            await AwaitDeletionAsync(
                kubernetes.CoreV1.WatchListNamespaceAsync(
                    fieldSelector: selector, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: cancellationToken));
        }
    }

    /// <summary>Until no pod with these labels is left in a namespace that stays.</summary>
    public static async Task ForPodsAsync(IKubernetes kubernetes, string @namespace, string selector, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(kubernetes);
        while (true)
        {
            var list = await kubernetes.CoreV1.ListNamespacedPodAsync(
                @namespace, labelSelector: selector, cancellationToken: cancellationToken);
            if (list.Items.Count == 0)
            {
                return;
            }

            await AwaitDeletionAsync(
                kubernetes.CoreV1.WatchListNamespacedPodAsync(
                    @namespace, labelSelector: selector, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: cancellationToken));
        }
    }

    // A watch that ends without one is begun again by the caller.
    private static async Task AwaitDeletionAsync<T>(IAsyncEnumerable<(WatchEventType Type, T Item)> changes)
    {
        await foreach (var (type, _) in changes)
        {
            if (type == WatchEventType.Deleted)
            {
                return;
            }
        }
    }
}
