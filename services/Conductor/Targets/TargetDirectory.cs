using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Targets;

namespace SreGym.Conductor.Targets;

/// <summary>The targets of this version, by name.</summary>
internal sealed class TargetDirectory(IEnumerable<ITarget> targets)
{
    /// <exception cref="SreGymException">There is no such target, or this version does not have it yet.</exception>
    public ITarget Get(string name) => targets.FirstOrDefault(target => target.Name == name) ?? throw new SreGymException(
        StatusCode.InvalidArgument,
        ErrorReasons.UnknownTarget,
        TargetNames.All.Contains(name)
            ? $"Target '{name}' is not available in this version: use '{TargetNames.Embedded}'."
            : $"There is no target '{name}': use one of {string.Join(", ", TargetNames.All)}.");
}
