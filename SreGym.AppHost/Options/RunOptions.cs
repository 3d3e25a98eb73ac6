using SreGym.AppHost.Aws;
using SreGym.AppHost.Aws.Calls;
using SreGym.Contracts.Participants;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Options;

/// <summary>What the command line asked for.</summary>
internal sealed record RunOptions
{
    /// <summary>End after the first episode, with its verdict as exit code.</summary>
    public bool Once { get; init; }

    /// <summary>Say what would be created, and end.</summary>
    public bool DryRun { get; init; }

    public string Problem { get; init; } = "";

    public string Target { get; init; } = TargetNames.Default;

    /// <summary>The target's options, by <see cref="TargetOptionNames"/>.</summary>
    public IReadOnlyDictionary<string, string> TargetOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>What <c>--target aws</c> makes.</summary>
    public AwsSettings Aws { get; init; } = new();

    /// <summary>Who makes it, and where; null until it is known, and without <c>--target aws</c>.</summary>
    public AwsAccess? AwsAccess { get; init; }

    /// <summary>A built-in agent's id, <c>none</c>, or a command line.</summary>
    public string Agent { get; init; } = BuiltInAgents.Default;

    /// <summary>0 means that one is drawn.</summary>
    public long Seed { get; init; }

    /// <summary><c>default</c> or <c>cluster-admin</c>.</summary>
    public string Rights { get; init; } = "default";

    /// <summary>Requests of users per second; 0 means none.</summary>
    public double Workload { get; init; }

    /// <summary>The problem's dials.</summary>
    public IReadOnlyDictionary<string, string> ProblemOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Port of the participant's endpoints; null means any free one.</summary>
    public int? Port { get; init; }

    /// <summary>Folder for everything that is written; null means <c>artifacts</c> in the repository.</summary>
    public string? Artifacts { get; init; }

    /// <summary>Arguments that are for the application host itself.</summary>
    public string[] HostArguments { get; init; } = [];
}
