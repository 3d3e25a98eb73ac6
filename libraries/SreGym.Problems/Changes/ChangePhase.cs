namespace SreGym.Problems.Changes;

/// <summary>What a change belongs to; phases are undone last first.</summary>
public enum ChangePhase
{
    /// <summary>The application itself.</summary>
    Application,

    /// <summary>What has to be there before anything can break.</summary>
    Preparation,

    /// <summary>The participant's identity.</summary>
    Participant,

    /// <summary>The fault.</summary>
    Fault,
}
