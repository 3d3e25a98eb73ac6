namespace SreGym.Problems.Changes;

/// <summary>How far a recovery goes back.</summary>
public enum RecoveryScope
{
    /// <summary>To the healthy state the fault was injected into.</summary>
    Fault,

    /// <summary>To the application as it was deployed, before anything was prepared.</summary>
    Preparation,

    /// <summary>To the subject before the episode.</summary>
    Everything,
}
