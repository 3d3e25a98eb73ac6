namespace SreGym.Simulation.Runtime;

/// <summary>An HTTP request that the API server passes on.</summary>
/// <param name="Namespace">Namespace of pod or service.</param>
/// <param name="Name">Name of pod or service.</param>
/// <param name="IsService">Whether it is a service.</param>
/// <param name="Port">Name or number of the port; empty for the only one.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path, beginning with a slash.</param>
/// <param name="Query">Query string with its question mark; empty when there is none.</param>
/// <param name="Body">Body; empty when there is none.</param>
public sealed record ProxyRequest(
    string Namespace, string Name, bool IsService, string Port, string Method, string Path, string Query, ReadOnlyMemory<byte> Body);
