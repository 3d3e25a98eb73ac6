using k8s;

namespace SreGym.RegistryMirror.Provisioning;

/// <summary>Waits until a namespace and everything in it is gone.</summary>
internal static class NamespaceWait
{
    public static async Task UntilGoneAsync(IKubernetes kubernetes, string name, CancellationToken cancellationToken)
    {
        var selector = $"metadata.name={name}";
        while (true)
        {
            var list = await kubernetes.CoreV1.ListNamespaceAsync(fieldSelector: selector, cancellationToken: cancellationToken);
            if (list.Items.Count == 0)
            {
                return;
            }

            var changes = kubernetes.CoreV1.WatchListNamespaceAsync(
                fieldSelector: selector, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: cancellationToken);
            await foreach (var (type, _) in changes)
            {
                if (type == WatchEventType.Deleted)
                {
                    return;
                }
            }
        }
    }
}
