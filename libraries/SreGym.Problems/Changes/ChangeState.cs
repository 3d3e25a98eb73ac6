namespace SreGym.Problems.Changes;

/// <summary>How far a change is. What is not <see cref="Undone"/> has to be undone, because an intended change may have happened.</summary>
public enum ChangeState
{
    /// <summary>Recorded; the request to the subject may or may not have been sent.</summary>
    Intended,

    /// <summary>The subject has confirmed it.</summary>
    Done,

    /// <summary>It has been undone.</summary>
    Undone,
}
