using SreGym.Contracts.Conductor.V1;
using SreGym.Problems;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>A step of a stage as the Conductor's progress names it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Name">The step's name; <see cref="Begin"/> for the moment the stage begins.</param>
/// <param name="Problem">Id of the problem whose episode tells it.</param>
internal sealed record CrashStep(EpisodeStage Stage, string Name, string Problem)
{
    public const string Begin = "(begins)";

    private const string Ready = "await participant";

    /// <summary>The problem whose steps are all looked at; of the others, those it does not have.</summary>
    public static string FirstProblem => ProblemCatalogue.All[0].Id;

    public string StageName => Stage.ToString().ToLowerInvariant();

    /// <summary>What an update is about, given the problem, and the stage the episode was at before it.</summary>
    public static CrashStep Of(WatchEpisodeUpdate update, string problem, EpisodeStage stage) => update.UpdateCase switch
    {
        WatchEpisodeUpdate.UpdateOneofCase.Episode => new CrashStep(update.Episode.Stage, Begin, problem),
        WatchEpisodeUpdate.UpdateOneofCase.Ready => new CrashStep(stage, Ready, problem),
        _ => new CrashStep(stage, update.Step.Name, problem),
    };

    /// <summary>As the table names it.</summary>
    public override string ToString() => $"{StageName}: {Title}";

    /// <summary>Its name, with the problem where it is not the first one.</summary>
    public string Title => Problem == FirstProblem ? Name : $"{Name} ({Problem})";
}
