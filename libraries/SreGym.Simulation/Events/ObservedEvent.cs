namespace SreGym.Simulation.Events;

/// <summary>An event with its repeats counted.</summary>
/// <param name="Name">Name of the Event object to update; null when it has not been written yet.</param>
internal sealed record ObservedEvent(string? Name, int Count, DateTimeOffset First, DateTimeOffset Last, string Message);
