using SreGym.Contracts.Conductor.V1;

namespace SreGym.CrashSafety.Tests.Matrix;

/// <summary>Knows whether an episode has come through its stages one after the other so far.</summary>
internal sealed class ForwardWalk
{
    private EpisodeStage _last = EpisodeStage.Unspecified;

    /// <summary>False from the moment a stage was left out.</summary>
    public bool IsOnItsWay { get; private set; } = true;

    public void Note(CrashStep step)
    {
        IsOnItsWay &= step.Stage - _last is 0 or 1;
        _last = step.Stage;
    }
}
