using System.Globalization;

namespace SreGym.Simulation.Runtime;

/// <summary><c>metav1.Time</c> and <c>metav1.MicroTime</c> as the API writes them.</summary>
internal static class KubernetesTime
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string FormatMicro(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
