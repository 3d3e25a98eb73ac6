using System.Text.Json.Nodes;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Changes;

/// <summary>One line of the ledger.</summary>
public sealed record Change
{
    /// <summary>Position in the ledger; grows with time.</summary>
    public required long Id { get; init; }

    /// <summary>What it belongs to.</summary>
    public required ChangePhase Phase { get; init; }

    /// <summary>What was done.</summary>
    public required ChangeVerb Verb { get; init; }

    /// <summary>To which object.</summary>
    public required ObjectKey Key { get; init; }

    /// <summary>How far it is.</summary>
    public required ChangeState State { get; init; }

    /// <summary>The object before the change; null when there was none.</summary>
    public JsonObject? Previous { get; init; }

    /// <summary>The object after the change; null when there is none, or when the change was never confirmed.</summary>
    public JsonObject? Applied { get; init; }
}
