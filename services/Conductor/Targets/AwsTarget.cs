using System.Diagnostics;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Targets.Aws;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Subjects.Eks;

namespace SreGym.Conductor.Targets;

/// <summary>
/// A cluster on AWS: on instances that the application host's stack has made, which hands over the name of the SSM parameter with the
/// kubeconfig; or an existing one of EKS. Both outlive the episode. From there on it is a real cluster like any other.
/// </summary>
internal sealed partial class AwsTarget(
    KubeconfigParameter parameter,
    StackHistory history,
    SessionManager sessions,
    SessionForwards forwards,
    IOptions<AwsOptions> aws,
    TimeProvider time) : ITarget
{
    private const string EksPrefix = "eks:";
    private const string Direct = "direct";
    private const string Ssm = "ssm";

    private static readonly string[] s_options =
    [
        TargetOptionNames.Region, TargetOptionNames.KubeconfigParameter, TargetOptionNames.Cluster, TargetOptionNames.AwsAccess,
        TargetOptionNames.Instance, .. RealClusterOptions.Names,
    ];

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

        if (options.TryGetValue(TargetOptionNames.Cluster, out var cluster) && !EksName().IsMatch(cluster))
        {
            throw Refused($"Option '{TargetOptionNames.Cluster}' does not take '{cluster}': give eks:<name of an EKS cluster>.");
        }

        DemandAccess(options);
        if (cluster is null && ParameterName(options).Length == 0)
        {
            throw Refused(
                $"Target '{Name}' needs a cluster: the stack of ./run --target {Name} names the SSM parameter with its kubeconfig, "
                + $"or give '{TargetOptionNames.Cluster}' (eks:<name>) or '{TargetOptionNames.KubeconfigParameter}'.");
        }
    }

    public Task DemandUsableAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken) =>
        IsBySsm(options) ? sessions.DemandPluginAsync(cancellationToken) : Task.CompletedTask;

    public async Task<Subject> ProvisionAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken)
    {
        if (IsOfStack(spec.TargetOptions))
        {
            await ShowStackAsync(spec, report, cancellationToken);
        }

        const string step = "read kubeconfig";
        var kubeconfig = await report.RunAsync(
            step, () => ReadAsync(spec, line => report.Progress(step, line), cancellationToken), _ => Source(spec.TargetOptions));
        return await RealCluster.DescribeAsync(kubeconfig, Name, spec, report, time, cancellationToken);
    }

    public async Task<Subject?> FindSubjectAsync(EpisodeRecord record, CancellationToken cancellationToken) => await RealCluster.FindAgainAsync(
        await ReadAsync(record.Spec, _ => { }, cancellationToken), Name, record, time, cancellationToken);

    public Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<string> ReadAsync(EpisodeSpec spec, Action<string> progress, CancellationToken cancellationToken)
    {
        var options = spec.TargetOptions;
        var region = options.GetValueOrDefault(TargetOptionNames.Region);
        if (options.TryGetValue(TargetOptionNames.Cluster, out var cluster))
        {
            return await EksCluster.GetKubeconfigAsync(
                cluster[EksPrefix.Length..], region ?? DefaultRegion(), aws.Value.EndpointUrl, time, cancellationToken);
        }

        var kubeconfig = await parameter.ReadAsync(
            ParameterName(options), region, aws.Value.KubeconfigTimeLimit, progress, cancellationToken);
        return IsBySsm(options)
            ? await forwards.RouteAsync(kubeconfig, Instance(options), region ?? DefaultRegion(), cancellationToken)
            : kubeconfig;
    }

    private void DemandAccess(IReadOnlyDictionary<string, string> options)
    {
        var access = options.GetValueOrDefault(TargetOptionNames.AwsAccess, Direct);
        if (access is not (Direct or Ssm))
        {
            throw Refused($"Option '{TargetOptionNames.AwsAccess}' does not take '{access}': give {Direct} or {Ssm}.");
        }

        if (access == Ssm && options.ContainsKey(TargetOptionNames.Cluster))
        {
            throw Refused($"'{TargetOptionNames.AwsAccess}={Ssm}' is for clusters on EC2: an EKS cluster has an endpoint of its own.");
        }

        if (access == Ssm && !InstanceId().IsMatch(Instance(options)))
        {
            throw Refused(
                $"'{TargetOptionNames.AwsAccess}={Ssm}' needs '{TargetOptionNames.Instance}' (i-…): the stack of ./run --target {Name} names it.");
        }
    }

    private static bool IsBySsm(IReadOnlyDictionary<string, string> options) => options.GetValueOrDefault(TargetOptionNames.AwsAccess) == Ssm;

    private string Instance(IReadOnlyDictionary<string, string> options) =>
        options.GetValueOrDefault(TargetOptionNames.Instance, aws.Value.ServerInstanceId);

    private bool IsOfStack(IReadOnlyDictionary<string, string> options) =>
        aws.Value.StackId.Length > 0
        && !options.ContainsKey(TargetOptionNames.Cluster)
        && !options.ContainsKey(TargetOptionNames.KubeconfigParameter);

    // The stack was made before the episode began; its events keep their own times.
    private async Task ShowStackAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken)
    {
        const string step = "read stack events";
        var region = spec.TargetOptions.GetValueOrDefault(TargetOptionNames.Region) ?? DefaultRegion();
        try
        {
            var events = await history.ReadAsync(aws.Value.StackId, region, aws.Value.EndpointUrl, cancellationToken);
            foreach (var happened in events)
            {
                Activity.Current?.AddEvent(happened.ToSpanEvent());
            }

            report.Progress(step, events is [var first, .., var last]
                ? $"{last.Resource} {last.Status} {(last.Time - first.Time).TotalSeconds:0} s after {first.Status}, {events.Count} events"
                : "none");
        }
        catch (SreGymException unread)
        {
            // A trace without them is worth less; an episode that does not run is worth nothing.
            report.Progress(step, unread.Message);
        }
    }

    private static string DefaultRegion() => FallbackRegionFactory.GetRegionEndpoint()?.SystemName
        ?? throw Refused("There is no AWS region: name it with --region, AWS_REGION or the profile.");

    private string Source(IReadOnlyDictionary<string, string> options) =>
        options.TryGetValue(TargetOptionNames.Cluster, out var cluster) ? $"of {cluster}" : $"from SSM parameter {ParameterName(options)}";

    private string ParameterName(IReadOnlyDictionary<string, string> options) =>
        options.GetValueOrDefault(TargetOptionNames.KubeconfigParameter, aws.Value.KubeconfigParameter);

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, message);

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex RegionName();

    [GeneratedRegex("^i-[0-9a-f]{8,17}$")]
    private static partial Regex InstanceId();

    // EKS: 1 to 100 letters, digits, hyphens and underscores.
    [GeneratedRegex("^eks:[a-zA-Z0-9][a-zA-Z0-9_-]{0,99}$")]
    private static partial Regex EksName();
}
