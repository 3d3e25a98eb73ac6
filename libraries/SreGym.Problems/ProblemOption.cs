namespace SreGym.Problems;

/// <summary>One dial of a problem's difficulty. Difficulty is data: the fault reads the chosen value, nothing else changes.</summary>
/// <param name="Name">Key in the episode's options, e.g. <c>breadcrumb</c>.</param>
/// <param name="Description">What turning the dial does, for people.</param>
/// <param name="DefaultValue">The value when the episode names none.</param>
/// <param name="AllowedValues">Every value that may be chosen.</param>
/// <param name="IsList">True when several of the allowed values may be given, separated by commas.</param>
public sealed record ProblemOption(
    string Name, string Description, string DefaultValue, IReadOnlyList<string> AllowedValues, bool IsList = false)
{
    /// <summary>True when <paramref name="value"/> may be chosen.</summary>
    public bool Allows(string value) => IsList
        ? Split(value) is { Count: > 0 } parts && parts.All(AllowedValues.Contains)
        : AllowedValues.Contains(value, StringComparer.Ordinal);

    internal static IReadOnlyList<string> Split(string value) =>
        value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
