using SreGym.Contracts.Conductor.V1;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>A step of a stage as the Conductor's progress names it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Name">The step's name; <see cref="Begin"/> for the moment the stage begins.</param>
internal sealed record CrashStep(EpisodeStage Stage, string Name)
{
    public const string Begin = "(begins)";

    private const string Ready = "await participant";

    /// <summary>What an update is about, given the stage the episode was at before it.</summary>
    public static CrashStep Of(WatchEpisodeUpdate update, EpisodeStage stage) => update.UpdateCase switch
    {
        WatchEpisodeUpdate.UpdateOneofCase.Episode => new CrashStep(update.Episode.Stage, Begin),
        WatchEpisodeUpdate.UpdateOneofCase.Ready => new CrashStep(stage, Ready),
        _ => new CrashStep(stage, update.Step.Name),
    };

    public string StageName => Stage.ToString().ToLowerInvariant();
}
