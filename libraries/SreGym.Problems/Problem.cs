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
    public required string Application { get; init; }

    /// <summary>What a participant sees first.</summary>
    public required string Symptom { get; init; }

    /// <summary>What is really wrong.</summary>
    public required string RootCause { get; init; }

    /// <summary>What puts it right.</summary>
    public required string Remedy { get; init; }

    /// <summary>The dials of its difficulty.</summary>
    public required IReadOnlyList<ProblemOption> Options { get; init; }
}
