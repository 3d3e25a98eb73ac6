namespace SreGym.Problems.Applications;

/// <summary>A request to the application's entry point, and the services that must work for it to be answered.</summary>
public sealed record ServiceEndpoint(string PathAndQuery, IReadOnlyList<string> DependsOn);
