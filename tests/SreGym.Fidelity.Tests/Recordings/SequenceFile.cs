using System.Globalization;
using System.Text.RegularExpressions;

namespace SreGym.Fidelity.Tests.Recordings;

/// <summary>Reads a recorded sequence. Generated names are replaced: <c>SET</c> for the ReplicaSet, <c>POD-1</c> and so on for its pods.</summary>
public static partial class SequenceFile
{
    public static Recording Read(string scenario)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", $"{scenario}.txt"));
        return Parse(lines, scenario);
    }

    public static Recording Parse(IEnumerable<string> source, string scenario)
    {
        var lines = Rename(source.ToList(), scenario);
        var steps = new List<(double, string)>();
        var states = new List<ObjectState>();
        var events = new List<EventWrite>();
        for (var index = 0; index < lines.Count; index++)
        {
            var more = lines.Skip(index + 1).TakeWhile(line => line.StartsWith("            ", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
            if (Step().Match(lines[index]) is { Success: true } step)
            {
                steps.Add((Seconds(step), step.Groups["command"].Value));
            }
            else if (Event().Match(lines[index]) is { Success: true } write)
            {
                events.Add(new EventWrite(
                    Seconds(write),
                    write.Groups["change"].Value,
                    write.Groups["type"].Value,
                    write.Groups["reason"].Value,
                    write.Groups["count"].Value,
                    write.Groups["object"].Value,
                    write.Groups["field"].Value,
                    Durations().Replace(more[0]["message: ".Length..], "in T (T including waiting). Image size: N bytes."),
                    Times().Replace(more[1], "$1")));
            }
            else if (State().Match(lines[index]) is { Success: true } state)
            {
                var shown = string.Join('\n', more.Prepend(state.Groups["rest"].Value.Trim()));
                states.Add(new ObjectState(Seconds(state), state.Groups["change"].Value, state.Groups["kind"].Value, state.Groups["name"].Value, shown));
            }
        }

        return new Recording { Steps = steps, States = states, Events = events };
    }

    private static List<string> Rename(List<string> lines, string scenario)
    {
        var set = lines.Select(line => State().Match(line)).First(match => match.Groups["kind"].Value == "ReplicaSet").Groups["name"].Value;
        var pods = lines.Select(line => State().Match(line))
            .Where(match => match.Success && match.Groups["kind"].Value == "Pod" && match.Groups["change"].Value == "ADDED")
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .ToList();
        for (var index = 0; index < pods.Count; index++)
        {
            var (pod, name) = (pods[index], $"POD-{index + 1}");
            lines = [.. lines.Select(line => line.Replace(pod, name, StringComparison.Ordinal))];
        }

        return [.. lines.Select(line => line.Replace(set, "SET", StringComparison.Ordinal).Replace(scenario + "/", "NS/", StringComparison.Ordinal))];
    }

    private static double Seconds(Match match) => double.Parse(match.Groups["time"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^ *(?<time>[0-9.]+)s >>> (?<command>.*)$")]
    private static partial Regex Step();

    [GeneratedRegex(@"^ *(?<time>[0-9.]+)s Event (?<change>\w+) +(?<type>\w+) (?<reason>\w+) x(?<count>\w+) \w+/(?<object>\S+) ?(?<field>.*)$")]
    private static partial Regex Event();

    [GeneratedRegex(@"^ *(?<time>[0-9.]+)s (?<kind>Pod|ReplicaSet|Deployment) (?<change>\w+) +(?<name>\S+) ?(?<rest>.*)$")]
    private static partial Regex State();

    [GeneratedRegex(@"in \S+ \(\S+ including waiting\)\. Image size: \d+ bytes\.")]
    private static partial Regex Durations();

    [GeneratedRegex("((?:first|last|eventTime)=)20[0-9T:.-]+Z")]
    private static partial Regex Times();
}
