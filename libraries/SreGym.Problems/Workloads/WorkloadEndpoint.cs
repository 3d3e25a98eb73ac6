namespace SreGym.Problems.Workloads;

/// <summary>A request that users send all the time.</summary>
/// <param name="Path">Its path, e.g. <c>/hotels</c>.</param>
/// <param name="Share">Its part of all requests, 0 to 1. The parts of an application add up to 1.</param>
/// <param name="DependsOn">The services that must work for it to be answered.</param>
/// <param name="DrawQuery">Draws a query string without the question mark.</param>
public sealed record WorkloadEndpoint(string Path, double Share, IReadOnlyList<string> DependsOn, Func<Random, string> DrawQuery);
