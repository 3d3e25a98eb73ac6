namespace Aspire.Hosting.Running;

/// <summary>What to execute for a resource.</summary>
internal sealed record LaunchPlan(string Command, IReadOnlyList<string> Arguments, string WorkingDirectory);
