using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull;

/// <summary>
/// The kubelet writes the event of a back-off at once, and the pod's waiting reason only at its next sync, 10 to 15 s later:
/// the event is the first visible sign of <c>ImagePullBackOff</c>.
/// </summary>
internal sealed class BackOffEvents(SubjectApi subject, string @namespace)
{
    /// <summary>Returns when the kubelet has reported a back-off for a failed pod of every service.</summary>
    public async Task AwaitAsync(IReadOnlyList<string> services, CancellationToken cancellationToken)
    {
        var missing = services.ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var list = await subject.FindAllAsync(KubernetesResources.Events, @namespace, cancellationToken);
            foreach (var found in list?.Items ?? [])
            {
                missing.RemoveWhere(service => IsBackOff(found, service));
            }

            if (missing.Count == 0)
            {
                return;
            }

            var version = list?.ResourceVersion ?? "";
            await foreach (var update in subject.WatchAsync(KubernetesResources.Events, @namespace, version, cancellationToken))
            {
                missing.RemoveWhere(service => IsBackOff(update.Item, service));
                if (update.Type == "ERROR")
                {
                    break;
                }

                if (missing.Count == 0)
                {
                    return;
                }
            }
        }
    }

    private static bool IsBackOff(System.Text.Json.Nodes.JsonObject found, string service) =>
        found.Text("reason") == "BackOff"
        && found.Text("involvedObject", "kind") == "Pod"
        && found.Text("involvedObject", "name")?.StartsWith(service + "-", StringComparison.Ordinal) == true
        && found.Text("message")?.Contains("pulling image", StringComparison.Ordinal) == true;
}
