using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Targets;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Targets;

/// <summary>A cluster of its own in the Cluster service, made for one episode and deleted with it.</summary>
internal sealed class EmbeddedTarget(ClusterService.ClusterServiceClient clusters) : ITarget
{
    private const string Nodes = "nodes";
    private const string Kubelet = "kubelet";
    private const string Clock = "clock";
    private const string StartDelay = "start-delay-ms";

    private const string NodeRuntime = "containerd://2.1.9";

    private static readonly Dictionary<string, string> s_options = new(StringComparer.Ordinal)
    {
        [Nodes] = "a number from 1 to 100",
        [Kubelet] = "1.27 or 1.28+",
        [Clock] = "real or accelerated",
        [StartDelay] = "milliseconds from 0 to 600000",
    };

    public string Name => TargetNames.Embedded;

    public TimeSpan StabilityWindow => TimeSpan.FromSeconds(5);

    public TimeSpan? StageTimeLimit => null;

    public bool OwnsCluster(EpisodeSpec spec) => true;

    public Task DemandUsableAsync(IReadOnlyDictionary<string, string> options, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Validate(IReadOnlyDictionary<string, string> options)
    {
        TargetOptions.DemandKnown(Name, options, s_options.Keys);
        foreach (var (name, value) in options)
        {
            if (!Takes(name, value))
            {
                throw Refused($"Option '{name}' of target '{Name}' does not take '{value}': give {s_options[name]}.");
            }
        }
    }

    public async Task<Subject> ProvisionAsync(EpisodeSpec spec, StepReporter report, CancellationToken cancellationToken)
    {
        var options = spec.TargetOptions;
        var request = new CreateClusterRequest
        {
            ClusterId = spec.EpisodeId,
            Seed = spec.Seed,
            Nodes = options.TryGetValue(Nodes, out var nodes) ? int.Parse(nodes, CultureInfo.InvariantCulture) : 0,
            KubeletVersion = options.GetValueOrDefault(Kubelet, ""),
            Clock = options.GetValueOrDefault(Clock) == "accelerated" ? ClusterClock.Accelerated : ClusterClock.Real,
            StartDelay = options.TryGetValue(StartDelay, out var delay)
                ? TimeSpan.FromMilliseconds(int.Parse(delay, CultureInfo.InvariantCulture)).ToDuration()
                : null,
        };
        var response = await clusters.CreateClusterAsync(request, cancellationToken: cancellationToken);
        return new Subject
        {
            EpisodeId = spec.EpisodeId,
            Target = Name,
            Kubeconfig = response.Cluster.Kubeconfig,
            ClusterId = response.Cluster.ClusterId,
            Seed = spec.Seed,
            Capabilities = new SubjectCapabilities
            {
                KubernetesVersion = response.Cluster.KubernetesVersion,
                NodeRuntime = NodeRuntime,
                Nodes = response.Cluster.Nodes.Count,
                WarnsOfMissingPullSecret = request.KubeletVersion is not "1.27",
            },
        };
    }

    public Task<Subject?> FindSubjectAsync(EpisodeRecord record, CancellationToken cancellationToken) => Task.FromResult<Subject?>(null);

    public async Task ReleaseAsync(EpisodeSpec spec, CancellationToken cancellationToken) => await clusters.DeleteClusterAsync(
        new DeleteClusterRequest { ClusterId = spec.EpisodeId }, cancellationToken: cancellationToken);

    private static bool Takes(string option, string value) => option switch
    {
        Nodes => IsNumber(value, 1, 100),
        Kubelet => value is "1.27" or "1.28+",
        Clock => value is "real" or "accelerated",
        _ => IsNumber(value, 0, 600_000),
    };

    private static bool IsNumber(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most;

    private static SreGymException Refused(string message) => new(StatusCode.InvalidArgument, ErrorReasons.UnknownOption, message);
}
