using System.Text.Json;
using SreGym.Contracts.Conductor.V1;
using SreGym.Problems.Baselines;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>What an episode has left behind.</summary>
/// <param name="Episode">As the Conductor tells it.</param>
/// <param name="Report">The content of <c>report.json</c>.</param>
/// <param name="Last">Everything in the cluster right before it was deleted; null when nobody could read it any more.</param>
/// <param name="IsClusterGone">True when the Cluster service no longer has it.</param>
internal sealed record EpisodeEnd(Episode Episode, JsonElement Report, Baseline? Last, bool IsClusterGone)
{
    public IReadOnlyList<string> Leftovers =>
        [.. Report.GetProperty("recovery").GetProperty("leftovers").EnumerateArray().Select(item => item.GetString()!)];
}
