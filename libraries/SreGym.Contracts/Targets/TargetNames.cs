namespace SreGym.Contracts.Targets;

/// <summary>Where a subject can live. The names are the values of <c>--target</c>.</summary>
public static class TargetNames
{
    /// <summary>In memory, served by the Cluster service.</summary>
    public const string Embedded = "embedded";

    /// <summary>Whatever a kubeconfig's context points at.</summary>
    public const string Kubeconfig = "kubeconfig";

    /// <summary>Created and deleted with the kind command line.</summary>
    public const string Kind = "kind";

    /// <summary>Instances on AWS.</summary>
    public const string Aws = "aws";

    /// <summary>The target of an episode that names none.</summary>
    public const string Default = Embedded;

    /// <summary>Every target, in the order they are listed to people.</summary>
    public static IReadOnlyList<string> All { get; } = [Embedded, Kubeconfig, Kind, Aws];
}
