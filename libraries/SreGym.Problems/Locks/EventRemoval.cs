using SreGym.Problems.Subjects;

namespace SreGym.Problems.Locks;

/// <summary>Removes what the cluster tells about objects of a lock.</summary>
internal static class EventRemoval
{
    /// <summary>Removes the events of every object whose name begins so.</summary>
    public static async Task RunAsync(SubjectApi subject, string @namespace, string prefix, CancellationToken cancellationToken)
    {
        var events = await subject.FindAllAsync(KubernetesResources.Events, @namespace, cancellationToken);
        foreach (var item in events?.Items ?? [])
        {
            if (item.Text("involvedObject", "name")?.StartsWith(prefix, StringComparison.Ordinal) == true)
            {
                await subject.DeleteAsync(ObjectKey.Of(item), cancellationToken);
            }
        }
    }
}
