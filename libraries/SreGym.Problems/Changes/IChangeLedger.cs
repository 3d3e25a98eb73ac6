using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Changes;

/// <summary>
/// What one episode changed in its subject. Every call is durable when it returns, so that a process killed at any moment
/// leaves a record of everything that may have happened.
/// </summary>
public interface IChangeLedger
{
    /// <summary>Records a change that is about to be made.</summary>
    Change Intend(ChangePhase phase, ChangeVerb verb, ObjectKey key, JsonObject? previous);

    /// <summary>Records that the subject has confirmed it.</summary>
    void MarkDone(Change change, JsonObject? applied);

    /// <summary>Records that these are undone, all or none, and forgets the objects they hold.</summary>
    void MarkUndone(IReadOnlyCollection<Change> changes);

    /// <summary>The changes that are not undone, oldest first.</summary>
    IReadOnlyList<Change> ListOpen();
}
