using SreGym.Problems.Faults;

namespace SreGym.Problems;

/// <summary>
/// How a problem is brought about. Everything goes through the context's change recorder, so that recovery needs no code here:
/// it plays the record back, newest first.
/// </summary>
public interface IFault
{
    /// <summary>The images the fault needs in the private registry.</summary>
    IReadOnlyList<RequiredImage> ListRequiredImages(ProblemSettings settings);

    /// <summary>What <see cref="PrepareAsync"/> changes, and what <see cref="InjectAsync"/> adds: verb, then object.</summary>
    IReadOnlyList<string> PlanChanges(ProblemSettings settings, long seed, bool blocksPublic);

    /// <summary>Brings the healthy subject into the state that can break. Twice is once.</summary>
    Task PrepareAsync(FaultContext context, CancellationToken cancellationToken);

    /// <summary>Breaks it. Twice is once.</summary>
    Task InjectAsync(FaultContext context, CancellationToken cancellationToken);

    /// <summary>Returns as soon as the failure shows.</summary>
    Task AwaitSymptomAsync(FaultContext context, CancellationToken cancellationToken);
}
