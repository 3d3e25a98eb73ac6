using System.Globalization;
using SreGym.Problems.Workloads;

namespace SreGym.Problems.Checks;

/// <summary>Whether the users' requests are answered as well as before the fault.</summary>
internal static class WorkloadComparison
{
    private const int EnoughRequests = 20;
    private const double Tolerance = 0.01;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Watches until <see cref="EnoughRequests"/> that depend on a target have ended; what ended before, while the repair was rolled out, is no
    /// failure of it. Returns evidence, and the endpoints that are answered worse.
    /// </summary>
    public static async Task<(IReadOnlyList<CheckEvidence> Evidence, IReadOnlyList<string> Worse)> CompareAsync(
        CheckContext context, WorkloadRecord workload, CancellationToken cancellationToken)
    {
        var dependent = context.Settings.Problem.Profile.Workload
            .Where(endpoint => endpoint.DependsOn.Intersect(context.Targets).Any())
            .Select(endpoint => endpoint.Path)
            .ToHashSet(StringComparer.Ordinal);
        var from = context.Clock.GetUtcNow();
        var begun = context.Clock.GetTimestamp();
        var now = Count(workload, dependent, from, DateTimeOffset.MaxValue);
        while (now.Sum(tally => tally.Sent) < EnoughRequests && context.Clock.GetElapsedTime(begun) < s_patience)
        {
            await Task.Delay(s_pause, context.Clock, cancellationToken);
            now = Count(workload, dependent, from, DateTimeOffset.MaxValue);
        }

        var before = Count(workload, dependent, DateTimeOffset.MinValue, context.FaultInjectedAt).ToDictionary(tally => tally.Endpoint);
        var compared = now.Select(tally => (Now: tally, Before: before.GetValueOrDefault(tally.Endpoint)?.SuccessRatio ?? 1)).ToList();
        return (
            [.. compared.Select(pair => new CheckEvidence($"workload {pair.Now.Endpoint}", Show(pair.Now, pair.Before)))],
            [.. compared.Where(pair => pair.Now.SuccessRatio < pair.Before - Tolerance).Select(pair => $"the workload's {pair.Now.Endpoint}")]);
    }

    private static List<WorkloadTally> Count(WorkloadRecord workload, HashSet<string> endpoints, DateTimeOffset from, DateTimeOffset until) =>
        [.. workload.Count(from, until).Where(tally => endpoints.Contains(tally.Endpoint))];

    private static string Show(WorkloadTally tally, double before) => string.Create(
        CultureInfo.InvariantCulture, $"{tally.Answered} of {tally.Sent} answered; before the fault {before * 100:0.#} %");
}
