namespace SreGym.Simulation.Runtime;

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Zero for success.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
public sealed record ExecResult(int ExitCode, string Output, string Error);
