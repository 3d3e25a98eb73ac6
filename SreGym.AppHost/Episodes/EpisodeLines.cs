using System.Globalization;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.AppHost.Episodes;

/// <summary>The two lines that scripts read, and the words of the stages.</summary>
internal static class EpisodeLines
{
    /// <summary>The participant may start.</summary>
    public static string Ready(Episode episode, ParticipantReady ready, string? dashboard) =>
        $"ready episode={episode.EpisodeId} kubeconfig={ready.KubeconfigPath} status={ready.StatusUrl} submit={ready.SubmitUrl} dashboard={dashboard}";

    /// <summary>The episode has ended with a verdict.</summary>
    public static string Episode(Episode episode) =>
        $"episode {episode.EpisodeId} problem={episode.ProblemId} target={episode.Target} agent={Quote(episode.Agent)} seed={episode.Seed} "
        + $"diagnosis={VerdictName(episode.Diagnosis)} mitigation={VerdictName(episode.Mitigation)} "
        + $"ttd={Seconds(episode.HasTimeToDiagnoseSeconds, episode.TimeToDiagnoseSeconds)} "
        + $"ttm={Seconds(episode.HasTimeToMitigateSeconds, episode.TimeToMitigateSeconds)} report={episode.ReportPath}";

    public static string VerdictName(Verdict verdict) => verdict == Verdict.Pass ? "pass" : "fail";

    /// <summary>Empty before the first stage.</summary>
    public static string StageName(EpisodeStage stage) =>
        stage == EpisodeStage.Unspecified ? "" : stage.ToString().ToLowerInvariant();

    // An agent's command line may hold spaces; the line is split at them.
    private static string Quote(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"\"{value}\"" : value;

    private static string Seconds(bool known, double seconds) =>
        known ? seconds.ToString("0.0", CultureInfo.InvariantCulture) : "";
}
