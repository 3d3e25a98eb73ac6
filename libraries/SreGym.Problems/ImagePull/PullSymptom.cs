using SreGym.Problems.Subjects;

namespace SreGym.Problems.ImagePull;

/// <summary>The failed pull as pods show it: first <c>ErrImagePull</c>, then <c>ImagePullBackOff</c>, and no pod ready.</summary>
internal sealed class PullSymptom(IReadOnlyList<string> services)
{
    private readonly HashSet<string> _failed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _backingOff = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _failedEverywhere = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes once every service has shown a failed pull.</summary>
    public Task FailedEverywhere => _failedEverywhere.Task;

    public string? FindMissing(WorkloadSnapshot snapshot)
    {
        foreach (var service in services)
        {
            var pods = snapshot.PodsOf(service).Select(PodState.Of).Where(pod => !pod.Terminating).ToList();
            var reasons = pods.Select(pod => pod.WaitingReason).ToHashSet();
            if (reasons.Contains("ErrImagePull") || reasons.Contains("ImagePullBackOff"))
            {
                _failed.Add(service);
                CompleteWhenAllFailed();
            }

            if (_failed.Contains(service) && reasons.Contains("ImagePullBackOff") && !pods.Exists(pod => pod.Ready))
            {
                _backingOff.Add(service);
            }
        }

        return services.Count == _backingOff.Count
            ? null
            : string.Join("; ", services.Except(_backingOff).Select(
                service => $"{service}: {(_failed.Contains(service) ? "ErrImagePull, ImagePullBackOff is next" : "no failed pull yet")}"));
    }

    private void CompleteWhenAllFailed()
    {
        if (_failed.Count == services.Count)
        {
            _failedEverywhere.TrySetResult();
        }
    }
}
