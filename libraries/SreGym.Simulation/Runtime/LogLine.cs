namespace SreGym.Simulation.Runtime;

/// <summary>A line of a container's log.</summary>
/// <param name="Time">When it was written, by the cluster's clock.</param>
/// <param name="Text">The line without its end.</param>
public sealed record LogLine(DateTimeOffset Time, string Text);
