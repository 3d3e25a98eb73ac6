using System.Globalization;

namespace SreGym.Problems.Subjects;

/// <summary>Waits for the pods of one controller.</summary>
public sealed class OwnedPodsWait(SubjectApi subject, TimeProvider clock)
{
    /// <summary>Null when every pod has ended and is gone; else what is left of them when the limit has passed.</summary>
    /// <param name="owner">Their controller, which need not exist any more.</param>
    /// <param name="limit">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<string?> ForRemovalAsync(ObjectKey owner, TimeSpan limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return new WorkloadWait(subject, owner.Namespace!, clock).TryForAsync(
            snapshot => FindLeft(snapshot, owner), limit, _ => Task.CompletedTask, cancellationToken);
    }

    private static string? FindLeft(WorkloadSnapshot snapshot, ObjectKey owner)
    {
        var left = snapshot.Pods.Values
            .Where(pod => pod.Items("metadata", "ownerReferences").Any(
                reference => reference.Text("kind") == owner.Resource.Kind && reference.Text("name") == owner.Name))
            .ToList();
        return left.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{left.Count} of its pods are still there, e.g. {left[0].Name()} on node {left[0].Text("spec", "nodeName")}");
    }
}
