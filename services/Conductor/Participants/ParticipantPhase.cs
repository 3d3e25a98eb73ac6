namespace SreGym.Conductor.Participants;

/// <summary>Where an episode is, as far as its participant may know.</summary>
internal enum ParticipantPhase
{
    Setup,

    /// <summary>It is the participant's turn in a moment.</summary>
    Opening,
    Diagnosis,
    GradingDiagnosis,
    Mitigation,
    GradingMitigation,
    TearingDown,
    Done,
}
