using SreGym.Problems.Baselines;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Problems.Workloads;

namespace SreGym.Problems.Checks;

/// <summary>What checks work with. Nothing in it comes from the participant.</summary>
public sealed class CheckContext
{
    /// <summary>The episode's options.</summary>
    public required ProblemSettings Settings { get; init; }

    /// <summary>The subject.</summary>
    public required SubjectApi Subject { get; init; }

    /// <summary>Its healthy state.</summary>
    public required Baseline Baseline { get; init; }

    /// <summary>The private registry as image references name it.</summary>
    public required string RegistryHost { get; init; }

    /// <summary>The private registry itself.</summary>
    public required IRegistryProbe Registry { get; init; }

    /// <summary>The images copied into it.</summary>
    public required IReadOnlyList<PrivateImage> Images { get; init; }

    /// <summary>Its access log since the fault.</summary>
    public required IReadOnlyList<PullRecord> Pulls { get; init; }

    /// <summary>What becomes of the users' requests; null where nobody sends any.</summary>
    public WorkloadRecord? Workload { get; init; }

    /// <summary>When the fault was injected.</summary>
    public required DateTimeOffset FaultInjectedAt { get; init; }

    /// <summary>How long a repair has to hold.</summary>
    public required TimeSpan StabilityWindow { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Namespace of the application.</summary>
    public string Namespace => Settings.Problem.Profile.Namespace;

    /// <summary>The Deployments that were broken.</summary>
    public IReadOnlyList<string> Targets => Settings.Problem.FindTargets(Settings);

    /// <summary>The private image of a target.</summary>
    public PrivateImage? FindImage(string service) => Images.FirstOrDefault(image => image.Service == service);
}
