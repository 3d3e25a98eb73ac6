namespace SreGym.Problems.Subjects;

/// <summary>The subject is not in a state that the operation can start from.</summary>
public sealed class SubjectStateException(string message, Exception? cause = null) : Exception(message, cause);
