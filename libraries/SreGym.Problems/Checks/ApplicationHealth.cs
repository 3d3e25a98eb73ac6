using System.Globalization;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Says what, if anything, keeps the application from being as available as in the baseline.</summary>
internal sealed class ApplicationHealth
{
    private readonly Dictionary<string, long> _replicas;

    public ApplicationHealth(CheckContext context) => _replicas = context.Baseline.List("Deployment", context.Namespace)
        .ToDictionary(deployment => deployment.Name(), deployment => Math.Max(1, RolloutState.Of(deployment).Desired), StringComparer.Ordinal);

    public int Count => _replicas.Count;

    public string? FindProblem(WorkloadSnapshot snapshot) =>
        _replicas.Select(entry => FindProblem(snapshot, entry.Key, entry.Value) is { } problem ? $"{entry.Key}: {problem}" : null)
            .FirstOrDefault(problem => problem is not null);

    private static string? FindProblem(WorkloadSnapshot snapshot, string name, long replicas)
    {
        if (snapshot.FindWaiting(name) is { } waiting)
        {
            return waiting;
        }

        var state = RolloutState.Of(snapshot.Deployments[name]);
        if (state.Desired != replicas)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{state.Desired} replicas are asked for, the baseline has {replicas}");
        }

        var pods = snapshot.PodsOf(name).Select(PodState.Of).ToList();
        return pods.Find(pod => pod.Terminating) is { } terminating ? $"pod {terminating.Name} is still terminating"
            : pods.Find(pod => pod.WaitingReason is not null) is { } stuck ? $"pod {stuck.Name} waits: {stuck.WaitingReason}"
            : null;
    }
}
