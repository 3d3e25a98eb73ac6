namespace SreGym.Problems.Checks;

/// <summary>One thing a check saw.</summary>
public sealed record CheckEvidence(string Key, string Value);
