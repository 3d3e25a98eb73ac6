namespace SreGym.Conductor.Participants;

/// <summary>What became of a submission, as far as its sender may know.</summary>
internal enum SubmissionOutcome
{
    Received,
    AlreadyDone,
    WrongStage,
    NotReady,
}
