namespace SreGym.Agents.Scripted;

/// <summary>The workload that cannot pull its image.</summary>
internal sealed record Target(string Namespace, string Deployment, string Container, string Image, string Pod);
