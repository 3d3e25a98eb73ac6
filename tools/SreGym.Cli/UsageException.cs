namespace SreGym.Cli;

/// <summary>The arguments make no sense; the message says which and what to write instead.</summary>
internal sealed class UsageException(string message, Exception? inner = null) : Exception(message, inner);
