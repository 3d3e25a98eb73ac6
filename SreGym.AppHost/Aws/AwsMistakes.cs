using System.Text.RegularExpressions;
using SreGym.AppHost.Options;
using SreGym.Contracts.Targets;

namespace SreGym.AppHost.Aws;

/// <summary>Options about AWS that contradict the rest of the command line; found without asking AWS.</summary>
internal static partial class AwsMistakes
{
    /// <summary>Null when there are none; else option, value and remedy.</summary>
    public static string? Find(RunOptions options) => options switch
    {
        { Target: not TargetNames.Aws, Aws.Destroy: true } => "--destroy is for --target aws; the other targets clean up by themselves.",
        { Target: not TargetNames.Aws, Aws.Cluster: { } cluster } => $"--cluster {cluster} is for --target aws; add that, or leave out --cluster.",
        { Target: not TargetNames.Aws, Aws.StackOptions: [var first, ..] } =>
            $"{first} is for --target aws, which makes a cluster of it; add that, or leave out {first}.",
        { Aws.Cluster: { } cluster } when !EksName().IsMatch(cluster) => $"--cluster '{cluster}' names no EKS cluster; give eks:<name>, e.g. eks:prod.",
        { Aws: { Cluster: { } cluster, Destroy: true } } =>
            $"--destroy deletes the stack that --target aws makes, never {cluster}; leave out --cluster {cluster}, or --destroy.",
        { Aws: { Cluster: { } cluster, StackOptions: [var first, ..] } } =>
            $"{first} says how a cluster is to be made, and --cluster {cluster} is there already; leave out {first}, or --cluster {cluster}.",
        { Target: TargetNames.Aws, DryRun: true, Aws: { Cluster: null, Destroy: false } } =>
            "--dry-run creates nothing, and --target aws makes its cluster first; leave it out, as costs are named and nothing is created before you agree.",
        { Target: TargetNames.Aws, Aws: { Cluster: null, Destroy: false } } => StackMistakes.Find(options.Aws),
        _ => null,
    };

    // EKS: 1 to 100 letters, digits, hyphens and underscores.
    [GeneratedRegex("^eks:[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$")]
    private static partial Regex EksName();
}
