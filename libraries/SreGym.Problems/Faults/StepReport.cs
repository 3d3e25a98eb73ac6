namespace SreGym.Problems.Faults;

/// <summary>One line of progress.</summary>
public sealed record StepReport(string Name, StepStatus Status, string Message);
