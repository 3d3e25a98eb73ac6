using SreGym.Simulation.Storage;

namespace SreGym.Simulation.ApiServer.Http;

/// <summary>A list, or a page of one.</summary>
/// <param name="Objects">Objects in key order.</param>
/// <param name="ResourceVersion">The moment it shows.</param>
/// <param name="Continue">Token for the next page; empty on the last one.</param>
/// <param name="Remaining">How many objects are left; null where that is not known.</param>
internal sealed record ListPage(IReadOnlyList<StoredObject> Objects, long ResourceVersion, string Continue, int? Remaining);
