using System.Globalization;

namespace SreGym.Simulation.Storage;

/// <summary>One condition on a label.</summary>
/// <param name="Key">The label.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Values">What it is compared with.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether the condition holds.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        var found = labels.TryGetValue(Key, out var value);
        return Operator switch
        {
            LabelOperator.In => found && Values.Contains(value),
            LabelOperator.NotIn => !found || !Values.Contains(value),
            LabelOperator.Exists => found,
            LabelOperator.DoesNotExist => !found,
            LabelOperator.GreaterThan => found && Compare(value!) > 0,
            _ => found && Compare(value!) < 0,
        };
    }

    private int Compare(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var left)
        && long.TryParse(Values[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var right)
            ? left.CompareTo(right)
            : 0;
}
