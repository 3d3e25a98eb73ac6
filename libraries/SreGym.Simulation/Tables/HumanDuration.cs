using System.Globalization;

namespace SreGym.Simulation.Tables;

/// <summary>Ages as kubectl shows them: two significant units at most (k8s.io/apimachinery/pkg/util/duration).</summary>
public static class HumanDuration
{
    private const int DaysOfYear = 365;

    /// <summary>The text of a duration.</summary>
    public static string Format(TimeSpan duration)
    {
        var seconds = (long)duration.TotalSeconds;
        if (seconds < -1)
        {
            return "<invalid>";
        }

        if (seconds < 120)
        {
            return Text(Math.Max(0, seconds), "s");
        }

        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return (minutes, hours, days) switch
        {
            ( < 10, _, _) => Text(minutes, "m", seconds % 60, "s"),
            ( < 180, _, _) => Text(minutes, "m"),
            (_, < 8, _) => Text(hours, "h", minutes % 60, "m"),
            (_, < 48, _) => Text(hours, "h"),
            (_, _, < 8) => Text(days, "d", hours % 24, "h"),
            (_, _, < DaysOfYear * 2) => Text(days, "d"),
            (_, _, < DaysOfYear * 8) => Text(days / DaysOfYear, "y", days % DaysOfYear, "d"),
            _ => Text(days / DaysOfYear, "y"),
        };
    }

    private static string Text(long value, string unit, long rest = 0, string restUnit = "") =>
        rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{value}{unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{value}{unit}{rest}{restUnit}");
}
