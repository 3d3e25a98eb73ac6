using System.Globalization;
using System.Text;

namespace SreGym.Simulation.Schema;

/// <summary>Durations as Go writes them: <c>1h2m3.5s</c>, <c>89ms</c>.</summary>
public static class GoDuration
{
    /// <summary>The text of a duration.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
        {
            return "0s";
        }

        var sign = duration < TimeSpan.Zero ? "-" : "";
        var absolute = duration.Duration();
        if (absolute < TimeSpan.FromMilliseconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{absolute.TotalMicroseconds:0.#}µs");
        }

        if (absolute < TimeSpan.FromSeconds(1))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{absolute.TotalMilliseconds:0.####}ms");
        }

        var text = new StringBuilder(sign);
        var (hours, minutes) = ((long)absolute.TotalHours, absolute.Minutes);
        if (hours > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hours}h");
        }

        if (hours > 0 || minutes > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{minutes}m");
        }

        var seconds = (decimal)(absolute.Ticks % TimeSpan.TicksPerMinute) / TimeSpan.TicksPerSecond;
        return text.Append(CultureInfo.InvariantCulture, $"{seconds:0.#######}s").ToString();
    }
}
