namespace SreGym.Simulation.Runtime;

/// <summary>What a container has written and will write.</summary>
/// <param name="Lines">Lines so far, oldest first.</param>
/// <param name="Following">Lines to come, until the container ends; null when it has ended.</param>
public sealed record ContainerLog(IReadOnlyList<LogLine> Lines, IAsyncEnumerable<LogLine>? Following = null);
