namespace SreGym.Conductor.Targets.Kind;

/// <summary>What a command has said before it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);
