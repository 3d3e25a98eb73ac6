using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Running;

/// <summary>All that is known about a resource at one moment.</summary>
internal sealed record ResourceSnapshot
{
    public required IResource Resource { get; init; }

    /// <summary>Name with the suffix that is also the <c>service.instance.id</c> of its telemetry.</summary>
    public required string InstanceName { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public string State { get; init; } = KnownStates.NotStarted;

    /// <summary>Healthy, and every handler of its ready event has finished.</summary>
    public bool IsReady { get; init; }

    public int? ProcessId { get; init; }

    public int? ExitCode { get; init; }

    public string? Executable { get; init; }

    public string? WorkingDirectory { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> WaitingFor { get; init; } = [];

    public IReadOnlyList<ResourceHealth> Health { get; init; } = [];

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public string InstanceId => InstanceName[(Resource.Name.Length + 1)..];
}
