namespace SreGym.Problems.Subjects;

/// <summary>The subject did not reach a state in the time it was given.</summary>
public sealed class NotReachedException(string message) : Exception(message);
