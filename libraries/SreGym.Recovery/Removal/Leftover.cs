namespace SreGym.Recovery.Removal;

/// <summary>Something of an episode that is still there.</summary>
/// <param name="What">The object, e.g. <c>Secret hotel-reservation/pull</c>.</param>
/// <param name="Why">Why it could not be taken back.</param>
/// <param name="Command">The command that does it by hand; empty when there is none.</param>
public sealed record Leftover(string What, string Why, string Command);
