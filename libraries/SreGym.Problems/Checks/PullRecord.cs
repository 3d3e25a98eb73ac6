namespace SreGym.Problems.Checks;

/// <summary>One line of the registry's access log. The user name is empty when no accepted credentials were sent.</summary>
public sealed record PullRecord(DateTimeOffset Time, string Username, string Repository, string Reference, string Digest, int Status);
