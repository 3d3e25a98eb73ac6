using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Recovery.Episodes;

/// <summary>The one word each stage and verdict has on every plane.</summary>
public static class StageNames
{
    public static string Name(this EpisodeStage stage) => stage switch
    {
        EpisodeStage.Provision => "provision",
        EpisodeStage.Mirror => "mirror",
        EpisodeStage.Baseline => "baseline",
        EpisodeStage.Inject => "inject",
        EpisodeStage.Agent => "agent",
        EpisodeStage.Verify => "verify",
        EpisodeStage.Recover => "recover",
        EpisodeStage.Report => "report",
        _ => "",
    };

    public static string Name(this Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Fail => "fail",
        _ => "none",
    };

    public static string Name(this EpisodeState state) => state switch
    {
        EpisodeState.Running => "running",
        EpisodeState.Completed => "completed",
        EpisodeState.Error => "error",
        EpisodeState.Cancelled => "cancelled",
        _ => "",
    };
}
