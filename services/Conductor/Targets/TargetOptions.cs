using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Conductor.Targets;

/// <summary>What the options of all targets have in common.</summary>
internal static class TargetOptions
{
    /// <exception cref="SreGymException">There is an option the target does not have.</exception>
    public static void DemandKnown(string target, IReadOnlyDictionary<string, string> options, IReadOnlyCollection<string> known)
    {
        if (options.Keys.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.UnknownOption,
                $"Target '{target}' has no option '{unknown}'. It has: {string.Join(", ", known)}.");
        }
    }
}
