using System.Text.RegularExpressions;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Targets.Aws;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;

namespace SreGym.Conductor.Targets;

/// <summary>
/// A cluster on instances of AWS. The stack that the application host declares makes it and outlives the episode; what it hands over is
/// the name of the SSM parameter with the kubeconfig. From there on it is a real cluster like any other.
/// </summary>
internal sealed partial class AwsTarget(KubeconfigParameter parameter, IOptions<AwsOptions> stack) : ITarget
{
    private static readonly string[] s_options =
        [TargetOptionNames.Region, TargetOptionNames.KubeconfigParameter, .. RealClusterOptions.Names];

    public string Name => TargetNames.Aws;

    public TimeSpan StabilityWindow => TimeSpan.FromSeconds(30);

    public TimeSpan? StageTimeLimit => TimeSpan.FromMinutes(30);

    public bool OwnsCluster(EpisodeSpec spec) => false;

    public void Validate(IReadOnlyDictionary<string, string> options)
    {
        TargetOptions.DemandKnown(Name, options, s_options);
        RealClusterOptions.Read(options);
        if (options.TryGetValue(TargetOptionNames.Region, out var region) && !RegionName().IsMatch(region))
        {
            throw Refused($"Option '{TargetOptionNames.Region}' does not take '{region}': give a region's name, e.g. eu-central-1.");
        }

        if (ParameterName(options).Length == 0)
        {
            throw Refused(
                $"Target '{Name}' needs a cluster: the stack of ./run --target {Name} names the SSM parameter with its kubeconfig, "
                + $"or name one yourself with the option '{TargetOptionNames.KubeconfigParameter}'.");
        }
    }

    public Task DemandUsableAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<Subject> ProvisionAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken)
    {
        const string step = "read kubeconfig";
        var kubeconfig = await report.RunAsync(
            step, () => ReadAsync(spec, line => report.Progress(step, line), cancellationToken), _ => $"from SSM parameter {ParameterName(spec.TargetOptions)}");
        return await RealCluster.DescribeAsync(kubeconfig, Name, spec, report, cancellationToken);
    }

    public async Task<Subject?> FindSubjectAsync(EpisodeRecord record, CancellationToken cancellationToken) => RealCluster.Create(
        await ReadAsync(record.Spec, _ => { }, cancellationToken), Name, record.Spec, record.KeptNamespaces);

    public Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<string> ReadAsync(EpisodeSpec spec, Action<string> progress, CancellationToken cancellationToken) => parameter.ReadAsync(
        ParameterName(spec.TargetOptions),
        spec.TargetOptions.GetValueOrDefault(TargetOptionNames.Region),
        stack.Value.KubeconfigTimeLimit,
        progress,
        cancellationToken);

    private string ParameterName(IReadOnlyDictionary<string, string> options) =>
        options.GetValueOrDefault(TargetOptionNames.KubeconfigParameter, stack.Value.KubeconfigParameter);

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, message);

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionName();
}
