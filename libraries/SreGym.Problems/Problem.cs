using SreGym.Problems.Applications;
using SreGym.Problems.Baselines;
using SreGym.Problems.Checks;
using SreGym.Problems.Diagnosis;

namespace SreGym.Problems;

/// <summary>What may go wrong: a declaration, made of parts that do the work.</summary>
public sealed record Problem
{
    /// <summary>Stable id, e.g. <c>missing_image_pull_secret</c>.</summary>
    public required string Id { get; init; }

    /// <summary>One line for lists.</summary>
    public required string Title { get; init; }

    /// <summary>Problems of one family share mechanism and checks, e.g. <c>image_pull</c>.</summary>
    public required string Family { get; init; }

    /// <summary>The application that is broken.</summary>
    public required ApplicationProfile Profile { get; init; }

    /// <summary>Its name.</summary>
    public string Application => Profile.Name;

    /// <summary>The Deployments that an episode with these settings breaks.</summary>
    public required Func<ProblemSettings, IReadOnlyList<string>> FindTargets { get; init; }

    /// <summary>How the private registry lets its user in.</summary>
    public required RegistryUserKind RegistryUser { get; init; }

    /// <summary>What a participant sees first.</summary>
    public required string Symptom { get; init; }

    /// <summary>What is really wrong.</summary>
    public required string RootCause { get; init; }

    /// <summary>What puts it right.</summary>
    public required string Remedy { get; init; }

    /// <summary>The dials of its difficulty.</summary>
    public required IReadOnlyList<ProblemOption> Options { get; init; }

    /// <summary>Breaks the subject.</summary>
    public required IFault Fault { get; init; }

    /// <summary>What a repair must satisfy, in the order of evaluation.</summary>
    public required IReadOnlyList<IMitigationCheck> Checks { get; init; }

    /// <summary>Differences to the baseline that a repair may make.</summary>
    public required IReadOnlyList<AllowedDifference> AllowedDifferences { get; init; }

    /// <summary>What a diagnosis must say.</summary>
    public required DiagnosisRubric Rubric { get; init; }
}
