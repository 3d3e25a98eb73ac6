namespace SreGym.Agents.Reference;

/// <summary>A workload whose image cannot be pulled, and what was seen of it.</summary>
internal sealed record PullFailure
{
    public required string Namespace { get; init; }

    public required string Workload { get; init; }

    public required IReadOnlyList<string> Pods { get; init; }

    public required ImageName Image { get; init; }

    /// <summary>As the container status says, e.g. ImagePullBackOff.</summary>
    public required string Reason { get; init; }

    /// <summary>The last message about the pull.</summary>
    public required string Message { get; init; }

    /// <summary>Secrets the pods name, that are not there.</summary>
    public required IReadOnlyList<string> MissingSecrets { get; init; }

    /// <summary>Secrets the pods name, that are there.</summary>
    public required IReadOnlyList<PresentSecret> PresentSecrets { get; init; }

    /// <summary>True when the registry was asked with credentials and refused them.</summary>
    public bool IsRefused => Message.Contains("401 Unauthorized", StringComparison.Ordinal)
        || Message.Contains("403 Forbidden", StringComparison.Ordinal);

    /// <summary>Secrets the pods name that are gone, or that the registry has refused.</summary>
    public IReadOnlyList<string> UselessSecrets =>
        IsRefused ? [.. MissingSecrets, .. PresentSecrets.Select(secret => secret.Name)] : MissingSecrets;

    /// <summary>Warnings of the kubelet and others about the pods.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
