using System.Globalization;
using SreGym.Oci.Client;
using SreGym.Simulation.ApiServer;
using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Bootstrap;
using SreGym.Simulation.Controllers;
using SreGym.Simulation.Controllers.Deployments;
using SreGym.Simulation.Controllers.Endpoints;
using SreGym.Simulation.Controllers.Lifecycle;
using SreGym.Simulation.Controllers.ReplicaSets;
using SreGym.Simulation.Controllers.Workloads;
using SreGym.Simulation.Events;
using SreGym.Simulation.Kubelet;
using SreGym.Simulation.Kubelet.Images;
using SreGym.Simulation.Networking;
using SreGym.Simulation.Scheduling;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Runtime;

/// <summary>A whole Kubernetes cluster in one object: API server, controllers, scheduler and nodes. Isolated from all others.</summary>
public sealed class SimulatedCluster : IAsyncDisposable
{
    private readonly HttpMessageInvoker? _ownHttp;
    private readonly IReadOnlyList<IController> _controllers;
    private readonly IReadOnlyList<NodeHeartbeat> _heartbeats;
    private IDisposable? _subscription;

    /// <param name="options">What the cluster is made from.</param>
    /// <exception cref="FormatException">The kubelet version cannot be read.</exception>
    public SimulatedCluster(ClusterOptions options)
    {
        Options = options;
        Loop = new WorkLoop(options.TimeProvider, options.PullPatience, options.Logger);
        Api = new ClusterApi(new ObjectStore(), new ClusterApiOptions
        {
            Seed = options.Seed,
            TimeProvider = options.TimeProvider,
            CertificateAuthorityPem = options.CertificateAuthorityPem,
        });
        var context = new ClusterContext(Api, Loop, Api.Seed, options.Logger);
        _ownHttp = options.RegistryHttp is null ? RegistryTransport.Create() : null;
        var nodes = MakeNodes(context, options, options.RegistryHttp ?? _ownHttp!);
        Nodes = [.. nodes.Select(node => node.Agent.Node.Name)];
        var agents = nodes.Select(node => node.Agent).ToList();
        NodeRuntime = new NodeRuntime(context, agents, new PodHttp(context, new ServiceRouter(Api), agents));
        _heartbeats = [.. nodes.Select(node => node.Heartbeat)];
        _controllers =
        [
            new DeploymentController(context),
            new ReplicaSetController(context),
            new WorkloadController(context, ResourceTypes.StatefulSets, "statefulset-controller", new StatefulSetWorkload()),
            new WorkloadController(context, ResourceTypes.DaemonSets, "daemonset-controller", new DaemonSetWorkload()),
            new WorkloadController(context, ResourceTypes.Jobs, "job-controller", new JobWorkload()),
            new EndpointSliceController(context),
            new EndpointsController(context),
            new NamespaceController(context),
            new GarbageCollector(context),
            new VolumeBinder(context),
            new Scheduler(context, $"default-scheduler-{Nodes[0]}"),
            .. nodes.Select(node => node.Agent),
        ];
    }

    /// <summary>What the cluster was made from.</summary>
    public ClusterOptions Options { get; }

    /// <summary>Names of the nodes.</summary>
    public IReadOnlyList<string> Nodes { get; }

    /// <summary>What the nodes answer on behalf of the API server.</summary>
    public INodeRuntime NodeRuntime { get; }

    /// <summary>The API server, without authorisation.</summary>
    public ClusterApi Api { get; }

    /// <summary>The thread everything in the cluster runs on.</summary>
    public WorkLoop Loop { get; }

    /// <summary>Makes the system's namespaces, registers the nodes and lets everything run.</summary>
    public void Start()
    {
        ClusterBootstrap.Populate(Api);
        _subscription = Api.Store.Subscribe(Observe);
        Loop.Post(() =>
        {
            foreach (var heartbeat in _heartbeats)
            {
                heartbeat.Register();
            }
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _subscription?.Dispose();
        await Loop.DisposeAsync();
        _ownHttp?.Dispose();
    }

    private void Observe(StoreChange change)
    {
        foreach (var controller in _controllers)
        {
            controller.Observe(change);
        }
    }

    private static List<(NodeAgent Agent, NodeHeartbeat Heartbeat)> MakeNodes(ClusterContext context, ClusterOptions options, HttpMessageInvoker http)
    {
        var version = KubeletVersion.Parse(options.KubeletVersion);
        var timings = KubeletTimings.For(options.StartDelay);
        var addresses = Enumerable.Range(1, options.Nodes).Select(NodeAddress).ToList();
        var registries = new RunningRegistries();
        var network = new NodeNetwork(new ServiceRouter(context.Api), registries, options.RegistryAddress, addresses);
        var nodes = new List<(NodeAgent, NodeHeartbeat)>();
        for (var number = 1; number <= options.Nodes; number++)
        {
            var name = $"node-{number}";
            var cluster = context.As($"system:node:{name}", "kubelet");
            var events = new EventRecorder(cluster, "kubelet", name);
            var node = new NodeContext(
                cluster,
                name,
                addresses[number - 1],
                events,
                new ImageService(cluster, new ImagePuller(http), network, events, version, timings),
                BehaviourCatalogue.BuiltIn,
                new RegistryContainers(options.Id, cluster, registries, options.Registries),
                version,
                timings,
                new NodeTicks(cluster, name),
                new PodAddresses(number));
            nodes.Add((new NodeAgent(node), new NodeHeartbeat(cluster, name, number, node.Address, version)));
        }

        return nodes;
    }

    private static string NodeAddress(int number) => string.Create(CultureInfo.InvariantCulture, $"172.18.0.{number + 1}");
}
