using Grpc.Core;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Clusters;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Subjects.InCluster;

namespace SreGym.Conductor.Targets;

/// <summary>
/// Whatever the context of a kubeconfig points at, or the cluster that the harness runs in. The cluster is somebody's: nothing of it is touched but
/// what the episode makes.
/// </summary>
internal sealed class KubeconfigTarget(TimeProvider time) : ITarget
{
    private static readonly string[] s_options = [TargetOptionNames.Context, TargetOptionNames.Kubeconfig, .. RealClusterOptions.Names];

    public string Name => TargetNames.Kubeconfig;

    public TimeSpan StabilityWindow => TimeSpan.FromSeconds(30);

    public TimeSpan? StageTimeLimit => TimeSpan.FromMinutes(15);

    public bool OwnsCluster(EpisodeSpec spec) => false;

    public Task DemandUsableAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Validate(IReadOnlyDictionary<string, string> options)
    {
        TargetOptions.DemandKnown(Name, options, s_options);
        RealClusterOptions.Read(options);
        if (!options.ContainsKey(TargetOptionNames.Context) && !options.ContainsKey(TargetOptionNames.Kubeconfig))
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.UnknownOption,
                $"Target '{Name}' needs a cluster to be named: give --context <name>, or --kubeconfig <path> for its current context. "
                + "The current context of your own kubeconfig is never used by itself.");
        }

        Read(options);
    }

    public Task<Subject> ProvisionAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken) =>
        RealCluster.DescribeAsync(Read(spec.TargetOptions), Name, spec, report, time, cancellationToken);

    public Task<Subject?> FindSubjectAsync(EpisodeRecord record, CancellationToken cancellationToken) =>
        RealCluster.FindAgainAsync(
            IsInCluster(record.Spec.TargetOptions) ? InClusterKubeconfig.Create() : KubeconfigFile.FindOf(record).Text,
            Name,
            record,
            time,
            cancellationToken);

    public Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken) =>
        RealCluster.AwaitCleanAsync(Read(spec.TargetOptions), Name, spec, time, cancellationToken);

    /// <summary>True where no kubeconfig is meant but the cluster of the harness's own pod.</summary>
    public static bool IsInCluster(IReadOnlyDictionary<string, string> options) =>
        options.GetValueOrDefault(TargetOptionNames.Context) == InClusterKubeconfig.Context && !options.ContainsKey(TargetOptionNames.Kubeconfig);

    private static string Read(IReadOnlyDictionary<string, string> options) => IsInCluster(options)
        ? InClusterKubeconfig.Create()
        : KubeconfigFile.Extract(options.GetValueOrDefault(TargetOptionNames.Kubeconfig), options.GetValueOrDefault(TargetOptionNames.Context));
}
