using System.Globalization;
using SreGym.Simulation.ApiServer;

namespace SreGym.Simulation.Events;

/// <summary>
/// Event names look like <c>object.18ea63afaa31d9a8</c>: the object and the first time in nanoseconds. The digits come from the seed
/// instead of the clock, so that two runs give the same names, also where messages tell measured times.
/// </summary>
internal static class EventNames
{
    /// <param name="seed">The cluster's.</param>
    /// <param name="involved">What the event is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">The event's reason.</param>
    /// <param name="ordinal">How many events of this type and reason its source has written about the object before.</param>
    public static string Make(ClusterSeed seed, InvolvedObject involved, string type, string reason, int ordinal) =>
        $"{involved.Name}.18{seed.Hex(14, "event", involved.Uid, type, reason, ordinal.ToString(CultureInfo.InvariantCulture))}";
}
