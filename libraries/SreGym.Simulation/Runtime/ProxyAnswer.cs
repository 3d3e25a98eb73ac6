namespace SreGym.Simulation.Runtime;

/// <summary>What a pod answers to an HTTP request.</summary>
/// <param name="StatusCode">HTTP status.</param>
/// <param name="ContentType">Media type of the body.</param>
/// <param name="Body">Body.</param>
public sealed record ProxyAnswer(int StatusCode, string ContentType, ReadOnlyMemory<byte> Body);
