using System.Globalization;
using System.Text.RegularExpressions;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Behaviours;

/// <summary>What a simulated container has logged: a pure function of its behaviour, its command line and the time.</summary>
internal static partial class LogText
{
    private const int MostLines = 2000;
    private static readonly TimeSpan s_betweenFirst = TimeSpan.FromMilliseconds(7);

    public static IReadOnlyList<LogLine> Lines(ContainerBehaviour behaviour, IReadOnlyList<string> commandLine, DateTimeOffset start, DateTimeOffset until)
    {
        var lines = new List<LogLine>();
        for (var index = 0; index < behaviour.Log.Count; index++)
        {
            Add(lines, start + (index * s_betweenFirst), until, behaviour.Log[index]);
        }

        if (behaviour.LogsScript)
        {
            AddScript(lines, string.Join(' ', commandLine), start, until);
        }

        return lines;
    }

    private static void AddScript(List<LogLine> lines, string script, DateTimeOffset start, DateTimeOffset until)
    {
        if (Echo().Match(script) is not { Success: true } echo)
        {
            return;
        }

        var text = echo.Groups["text"].Value;
        if (Pause().Match(script) is not { Success: true } pause || !script.Contains("while", StringComparison.Ordinal))
        {
            Add(lines, start, until, text);
            return;
        }

        var period = TimeSpan.FromSeconds(Math.Max(1, double.Parse(pause.Groups["seconds"].Value, CultureInfo.InvariantCulture)));
        var count = (long)((until - start) / period);
        for (var index = Math.Max(0, count - MostLines); index <= count; index++)
        {
            Add(lines, start + (index * period), until, text);
        }
    }

    private static void Add(List<LogLine> lines, DateTimeOffset time, DateTimeOffset until, string text)
    {
        if (time <= until)
        {
            lines.Add(new LogLine(time, Date().Replace(text, DateText(time)).Replace("{time}", KubernetesTime.Format(time), StringComparison.Ordinal)));
        }
    }

    private static string DateText(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd MMM d HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    [GeneratedRegex("""echo\s+(?<quote>["']?)(?<text>.+?)\k<quote>\s*(?:;|$|&&)""")]
    private static partial Regex Echo();

    [GeneratedRegex(@"sleep\s+(?<seconds>[0-9.]+)")]
    private static partial Regex Pause();

    [GeneratedRegex(@"\$\(date[^)]*\)")]
    private static partial Regex Date();
}
