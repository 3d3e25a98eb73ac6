namespace SreGym.Recovery.Kind;

/// <summary>What a command has said before it ended.</summary>
public sealed record CommandResult(int ExitCode, string Output, string Error);
