using SreGym.Simulation.ApiServer;

namespace SreGym.Simulation.Events;

/// <summary>
/// Event names look like <c>object.18ea63afaa31d9a8</c>: the object and the first time in nanoseconds. The digits come from the seed
/// instead of the clock, so that two runs give the same names.
/// </summary>
internal static class EventNames
{
    public static string Make(ClusterSeed seed, InvolvedObject involved, string type, string reason, string message) =>
        $"{involved.Name}.18{seed.Hex(14, "event", involved.Uid, involved.FieldPath ?? "", type, reason, message)}";
}
