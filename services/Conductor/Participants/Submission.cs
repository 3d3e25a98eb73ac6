namespace SreGym.Conductor.Participants;

/// <summary>What a participant handed in.</summary>
internal sealed record Submission(DateTimeOffset Time, string Text);
