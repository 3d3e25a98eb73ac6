namespace SreGym.Problems;

/// <summary>The options of one episode, complete and valid: every option of the problem has exactly one value.</summary>
public sealed class ProblemSettings
{
    private readonly IReadOnlyDictionary<string, string> _values;

    private ProblemSettings(Problem problem, IReadOnlyDictionary<string, string> values)
    {
        Problem = problem;
        _values = values;
    }

    /// <summary>The problem these settings are for.</summary>
    public Problem Problem { get; }

    /// <summary>Name and value of every option, in the problem's order.</summary>
    public IEnumerable<KeyValuePair<string, string>> Values =>
        Problem.Options.Select(option => KeyValuePair.Create(option.Name, _values[option.Name]));

    /// <summary>The value of one option.</summary>
    public string this[string option] => _values[option];

    /// <summary>The values of a list option.</summary>
    public IReadOnlyList<string> GetList(string option) => ProblemOption.Split(_values[option]);

    /// <summary>Fills in the defaults and refuses what the problem does not know.</summary>
    /// <exception cref="ProblemOptionException">An unknown option, or a value it does not take.</exception>
    public static ProblemSettings Resolve(Problem problem, IEnumerable<KeyValuePair<string, string>> chosen)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(chosen);
        var values = problem.Options.ToDictionary(option => option.Name, option => option.DefaultValue, StringComparer.Ordinal);
        foreach (var (name, value) in chosen)
        {
            var option = problem.Options.FirstOrDefault(candidate => candidate.Name == name) ?? throw new ProblemOptionException(
                $"Problem {problem.Id} has no option '{name}'. It has: {string.Join(", ", problem.Options.Select(known => known.Name))}.");
            if (!option.Allows(value))
            {
                throw new ProblemOptionException(
                    $"Option '{name}' of {problem.Id} does not take '{value}'. It takes {Describe(option)}.");
            }

            values[name] = value;
        }

        return new ProblemSettings(problem, values);
    }

    private static string Describe(ProblemOption option) =>
        (option.IsList ? "a comma-separated list of: " : "one of: ") + string.Join(", ", option.AllowedValues);
}
