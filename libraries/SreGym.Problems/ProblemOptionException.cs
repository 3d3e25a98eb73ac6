namespace SreGym.Problems;

/// <summary>An option that the problem does not have, or a value the option does not take.</summary>
public sealed class ProblemOptionException(string message) : Exception(message);
