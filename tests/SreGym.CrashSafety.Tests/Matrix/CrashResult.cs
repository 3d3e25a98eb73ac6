using SreGym.Contracts.Conductor.V1;
using SreGym.CrashSafety.Tests.Harness;
using SreGym.Problems;
using SreGym.Problems.Baselines;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>What one kill has led to.</summary>
/// <param name="Cell">The kill.</param>
/// <param name="End">How the episode ended in which it happened.</param>
internal sealed record CrashResult(CrashCell Cell, EpisodeEnd End)
{
    /// <summary>What must hold and does not; empty when the crash did no harm.</summary>
    /// <param name="untouched">The cluster of an episode that nothing was killed in, when it was about to be deleted.</param>
    public IReadOnlyList<string> FindFaults(Baseline untouched) =>
        [.. ListFaults(untouched).Select(fault => End.Episode.Error.Length == 0 ? fault : $"{fault} ({End.Episode.Error})")];

    private IEnumerable<string> ListFaults(Baseline untouched)
    {
        if (End.Episode.State == EpisodeState.Error && End.Episode.Error.Length == 0)
        {
            yield return "the episode failed without saying why";
        }

        if (Cell.Service == ServiceName.RegistryMirror
            && Cell.Step.Stage is >= EpisodeStage.Baseline and <= EpisodeStage.Agent
            && End.Episode.State == EpisodeState.Completed)
        {
            yield return "the participant was judged although the registry was lost";
        }

        foreach (var leftover in End.Leftovers)
        {
            yield return $"left: {leftover}";
        }

        if (!End.IsClusterGone)
        {
            yield return "the cluster is still there";
        }

        if (Cell.Service is ServiceName.Conductor or ServiceName.Cluster)
        {
            // Nobody can read the cluster any more: without the Conductor's memory it is deleted as it is, without its service it is lost.
            yield break;
        }

        if (End.Last is not { } last)
        {
            yield return "the cluster could not be read after recovery";
            yield break;
        }

        foreach (var difference in BaselineComparison.Compare(untouched, last).Where(found => !IsNotMadeYet(found) && !IsAuthority(found) && !IsToken(found)))
        {
            yield return difference.ToString();
        }
    }

    // Each process of the Cluster service has an authority of its own.
    private static bool IsAuthority(Difference difference) => difference.Key.EndsWith("/kube-root-ca.crt", StringComparison.Ordinal);

    // A token holds the time at which it is over.
    private bool IsToken(Difference difference) => ProblemCatalogue.Find(Cell.Step.Problem)!.RegistryUser == RegistryUserKind.Token
        && difference.Key.EndsWith("/registry-credentials", StringComparison.Ordinal)
        && difference.IsBelow("data", "password");

    // What an early end kept from being made is missing, and that is all that may be different.
    private bool IsNotMadeYet(Difference difference) =>
        difference.Kind == DifferenceKind.Removed && Cell.Step.Stage <= EpisodeStage.Mirror;
}
