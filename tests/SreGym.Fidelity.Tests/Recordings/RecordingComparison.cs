using System.Globalization;
using SreGym.Fidelity.Tests.Replay;

namespace SreGym.Fidelity.Tests.Recordings;

/// <summary>Compares a replay with its recording; see <see cref="ScenarioReplayTests"/> for what counts.</summary>
internal static class RecordingComparison
{
    private const int SpamBurst = 25;
    private const double SpamRefillSeconds = 300;
    private const double LongestSync = 16.5;
    private const int StatesOfTwoSyncs = 2;

    private static readonly double[] s_backOff = [10, 20, 40, 80, 160, 300];

    public static void Compare(Scenario scenario, Recording recorded, Recording simulated)
    {
        Assert.Equal(recorded.Pods.Count, simulated.Pods.Count);
        foreach (var pod in recorded.Pods)
        {
            ComparePodStates(pod, recorded, simulated);
            CompareEvents(pod, recorded, simulated);
            CompareAttempts(pod, recorded);
            CompareAttempts(pod, simulated);
        }

        CompareExactly("SET", recorded, simulated);
        CompareExactly("geo", recorded, simulated);
        CompareWorkload(scenario, "ReplicaSet", "SET", recorded, simulated);
        CompareWorkload(scenario, "Deployment", "geo", recorded, simulated);
    }

    private static void ComparePodStates(string pod, Recording recorded, Recording simulated)
    {
        var (expected, actual) = (PodStates(pod, recorded), PodStates(pod, simulated));
        var common = Math.Min(expected.Count, actual.Count);
        Assert.Equal(expected.Take(common), actual.Take(common));
        // The last states of an endless alternation depend on when the last syncs were.
        var mayDiffer = expected.Count(state => state.Contains("ImagePullBackOff", StringComparison.Ordinal)) > 1 ? StatesOfTwoSyncs : 0;
        Assert.InRange(actual.Count, expected.Count - mayDiffer, expected.Count + mayDiffer);
    }

    private static List<string> PodStates(string pod, Recording recording) =>
        [.. recording.StatesOf("Pod", pod).Where(state => !state.Contains("grace=0", StringComparison.Ordinal))];

    private static void CompareEvents(string pod, Recording recorded, Recording simulated)
    {
        Assert.Equal(Keys(recorded.EventsOf(pod)), Keys(simulated.EventsOf(pod)));
        foreach (var type in new[] { "Normal", "Warning" })
        {
            var (expected, actual) = (Kubelet(pod, type, recorded), Kubelet(pod, type, simulated));
            CheckProgression(actual);
            CheckProgression(expected);
            if (recorded.EventsOf(pod).Any(write => write.Reason == "Pulling"))
            {
                Assert.Equal(UntilThirdAttempt(expected), UntilThirdAttempt(actual));
            }

            var full = SpamBurst + (int)((recorded.Duration - expected.FirstOrDefault()?.Time ?? 0) / SpamRefillSeconds);
            if (expected.Count >= SpamBurst)
            {
                Assert.InRange(actual.Count, Math.Min(expected.Count, full) - 1, full);
            }
            else
            {
                Assert.InRange(actual.Count, expected.Count - 3, expected.Count + 3);
            }
        }
    }

    private static IEnumerable<string> Keys(IEnumerable<EventWrite> writes) => writes.Select(write => write.Key).Distinct().Order(StringComparer.Ordinal);

    private static List<EventWrite> Kubelet(string pod, string type, Recording recording) =>
        [.. recording.EventsOf(pod).Where(write => write.Type == type && write.Reason != "Scheduled")];

    /// <summary>Counts go up one by one, and jump only after the source has used up its burst.</summary>
    private static void CheckProgression(List<EventWrite> writes)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < writes.Count; index++)
        {
            var count = int.Parse(writes[index].Count, CultureInfo.InvariantCulture);
            var previous = counts.GetValueOrDefault(writes[index].Key);
            Assert.True(index < SpamBurst ? count == previous + 1 : count > previous, $"{writes[index]} came after x{previous}");
            Assert.Equal(previous == 0 ? "ADDED" : "MODIFIED", writes[index].Change);
            counts[writes[index].Key] = count;
        }
    }

    /// <summary>Up to here every kubelet syncs in the same order, whatever its jitter; within a sync events come in any order.</summary>
    private static List<string> UntilThirdAttempt(List<EventWrite> writes) =>
        [.. writes
            .Where(write => write.Reason is not "Pulled" and not "Created" and not "Started")
            .TakeWhile(write => !(write.Reason == "BackOff" && write.Count == "3") && !(write.Message == "Error: ImagePullBackOff" && write.Count == "3"))
            .Select(write => $"{write.Reason} {write.Message} x{write.Count}")
            .Where(line => !line.StartsWith("FailedToRetrieveImagePullSecret", StringComparison.Ordinal) || !line.EndsWith("x6", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    /// <summary>Each attempt comes at the first sync after the back-off of the one before.</summary>
    private static void CompareAttempts(string pod, Recording recording)
    {
        var attempts = recording.EventsOf(pod).Where(write => write.Reason == "Pulling").ToList();
        for (var index = 1; index < attempts.Count && attempts[index].Count == (index + 1).ToString(CultureInfo.InvariantCulture); index++)
        {
            var gap = attempts[index].Time - attempts[index - 1].Time;
            var backOff = s_backOff[Math.Min(index - 1, s_backOff.Length - 1)];
            Assert.InRange(gap, backOff - 0.1, backOff + LongestSync);
        }
    }

    private static void CompareExactly(string name, Recording recorded, Recording simulated) => Assert.Equal(
        recorded.EventsOf(name).Select(write => $"{write.Key} x{write.Count}").Order(StringComparer.Ordinal),
        simulated.EventsOf(name).Select(write => $"{write.Key} x{write.Count}").Order(StringComparer.Ordinal));

    private static void CompareWorkload(Scenario scenario, string kind, string name, Recording recorded, Recording simulated)
    {
        var (expected, actual) = (recorded.StatesOf(kind, name), simulated.StatesOf(kind, name));
        if (!scenario.HasDeletions)
        {
            Assert.Equal(expected, actual);
            return;
        }

        const int BeforeDeletion = 3;
        Assert.Equal(expected.Take(BeforeDeletion), actual.Take(BeforeDeletion));
        Assert.Equal(expected[^1], actual[^1]);
    }
}
