namespace SreGym.Problems.Diagnosis;

/// <summary>One line of a grade. The total is the sum of weight × score; contradictions weigh negative.</summary>
public sealed record GradedItem(string Name, double Weight, double Score, string Reason);
