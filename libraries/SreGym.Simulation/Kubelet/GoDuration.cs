using System.Globalization;

namespace SreGym.Simulation.Kubelet;

/// <summary>Durations as Go prints them, to the millisecond: <c>89ms</c>, <c>1.204s</c>, <c>2m3.5s</c>.</summary>
internal static class GoDuration
{
    public static string Format(TimeSpan duration)
    {
        if (duration < TimeSpan.FromSeconds(1))
        {
            return duration.Ticks < TimeSpan.TicksPerMillisecond
                ? "0s"
                : string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalMilliseconds}ms");
        }

        var minutes = (long)duration.TotalMinutes;
        var milliseconds = Math.Floor(duration.TotalMilliseconds) - (minutes * 60000);
        var seconds = (milliseconds / 1000).ToString("0.###", CultureInfo.InvariantCulture);
        return minutes == 0 ? $"{seconds}s" : string.Create(CultureInfo.InvariantCulture, $"{minutes}m{seconds}s");
    }
}
