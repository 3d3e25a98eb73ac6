namespace SreGym.Problems.Subjects;

/// <summary>What a workload answered through the API server's proxy.</summary>
public sealed record ProxyResponse(int StatusCode, string Body);
