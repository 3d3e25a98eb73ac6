namespace SreGym.Agents.Reference;

/// <summary>A pull secret that is there, and what it says about itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Expiration">When the token in it runs out; null when it holds none that says so.</param>
internal sealed record PresentSecret(string Name, DateTimeOffset? Expiration);
