namespace SreGym.Simulation.Storage;

/// <summary>A conjunction of label requirements; the empty one selects everything.</summary>
public sealed class LabelSelector
{
    /// <summary>Selects everything.</summary>
    public static readonly LabelSelector Everything = new([]);

    private readonly LabelRequirement[] _requirements;

    /// <param name="requirements">All must hold.</param>
    public LabelSelector(IEnumerable<LabelRequirement> requirements) => _requirements = [.. requirements];

    /// <summary>True when every object matches.</summary>
    public bool IsEmpty => _requirements.Length == 0;

    /// <summary>The requirements.</summary>
    public IReadOnlyList<LabelRequirement> Requirements => _requirements;

    /// <summary>Labels with exactly these values.</summary>
    public static LabelSelector ForLabels(IEnumerable<KeyValuePair<string, string>> labels) =>
        new(labels.Select(label => new LabelRequirement(label.Key, LabelOperator.In, [label.Value])));

    /// <summary>Whether all requirements hold.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
        {
            if (!requirement.Matches(labels))
            {
                return false;
            }
        }

        return true;
    }
}
