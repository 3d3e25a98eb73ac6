using k8s;
using SreGym.Problems.Changes;
using SreGym.Problems.Locks;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Faults;

/// <summary>What a fault works with.</summary>
public sealed class FaultContext
{
    /// <summary>The episode's options.</summary>
    public required ProblemSettings Settings { get; init; }

    /// <summary>The subject, for reading and waiting.</summary>
    public required SubjectApi Subject { get; init; }

    /// <summary>The subject, for what asks by KubernetesClient's own types.</summary>
    public required IKubernetes Kubernetes { get; init; }

    /// <summary>The subject, for changing.</summary>
    public required ChangeRecorder Changes { get; init; }

    /// <summary>Progress and spans.</summary>
    public required StepRunner Steps { get; init; }

    /// <summary>Time.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Decides every name that is made up.</summary>
    public required long Seed { get; init; }

    /// <summary>How long any single wait may take.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>The private registry; null outside of preparation.</summary>
    public RegistryAccount? Registry { get; init; }

    /// <summary>The images in it; empty outside of preparation.</summary>
    public IReadOnlyList<PrivateImage> Images { get; init; } = [];

    /// <summary>Why the nodes' image caches cannot be purged; null when they can.</summary>
    public string? CachePurgeObstacle { get; init; } = "nothing says that they may be purged";

    /// <summary>True when the operator wants the registry of the public image blocked.</summary>
    public bool BlocksPublic { get; init; }

    /// <summary>Why it cannot be; null when it can, as far as rights go.</summary>
    public string? PublicBlockObstacle { get; init; } = "nothing says that it may be blocked";

    /// <summary>Which ways around a repair are closed; injection adds to it.</summary>
    public IList<LockState> Locks { get; } = [];

    /// <summary>The image to use for a public reference, where the operator has chosen another.</summary>
    public Func<string, string> ResolveImage { get; init; } = image => image;
}
