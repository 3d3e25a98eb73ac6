using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Events;
using SreGym.Simulation.Json;
using SreGym.Simulation.Kubelet.Images;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>
/// Brings one pod to what its spec wants, sync by sync (kubernetes: pkg/kubelet/pod_workers.go). A sync first writes what the sync before
/// it found, then acts; it comes again after 10 to 15 s when something failed, else after 60 to 90 s, and at once when containers change.
/// </summary>
internal sealed class PodWorker
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_resync = TimeSpan.FromSeconds(60);
    private const double Jitter = 0.5;

    private readonly NodeContext _node;
    private readonly ContainerStarter _starter;
    private readonly PodTermination _termination;
    private StoredObject _stored;
    private ScheduledWork? _next;
    private ScheduledWork? _relist;
    private bool _isWorking;
    private bool _isWoken;
    private bool _isGone;
    private bool _isDone;
    private int _syncs;

    public PodWorker(NodeContext node, StoredObject stored)
    {
        _node = node;
        _stored = stored;
        Pod = stored.Parse();
        Runtime = new PodRuntime(Pod);
        _starter = new ContainerStarter(node, this);
        _termination = new PodTermination(node, this);
    }

    public JsonObject Pod { get; private set; }

    public StoredObject Stored => _stored;

    public PodRuntime Runtime { get; }

    public bool IsTerminating => _stored.DeletionTimestamp is not null || _isGone;

    /// <summary>True once the pod is gone from the API.</summary>
    public bool IsGone => _isGone;

    /// <summary>The pod or one of its containers, as events refer to it.</summary>
    public InvolvedObject Involve(string? fieldPath = null) =>
        new("v1", "Pod", _stored.Namespace, _stored.Name, _stored.Uid, _stored.ResourceVersion.ToString(CultureInfo.InvariantCulture), fieldPath);

    /// <summary>The API has a new version of the pod: by a watch, or in answer to a write, which may hold what the watch brings later.</summary>
    public void Update(StoredObject stored)
    {
        var isNewSpec = stored.Generation != _stored.Generation || stored.DeletionTimestamp is not null != _stored.DeletionTimestamp is not null;
        _stored = stored;
        Pod = stored.Parse();
        if (isNewSpec)
        {
            Wake();
        }
    }

    /// <summary>The pod is gone from the API: whatever still runs is killed.</summary>
    public void Remove()
    {
        _isGone = true;
        Wake();
    }

    /// <summary>Syncs as soon as the running sync is over.</summary>
    public void Wake()
    {
        _isWoken = true;
        if (!_isWorking && !_isDone)
        {
            _isWorking = true;
            _node.Cluster.Loop.Start(WorkAsync);
        }
    }

    /// <summary>Something about the containers changed; the kubelet notices at its next look at them.</summary>
    public void WakeAtRelist() => _relist ??= _node.Cluster.Loop.After(_node.Ticks.UntilTickAfter(TimeSpan.Zero), () =>
    {
        _relist = null;
        Wake();
    });

    /// <summary>As <see cref="WakeAtRelist"/>, but the kubelet looks at once (PLEGOnDemandRelist).</summary>
    public void WakeAtOnce()
    {
        _relist?.Cancel();
        _relist = null;
        Wake();
    }

    /// <summary>Writes the status if it differs.</summary>
    public void WriteStatus()
    {
        if (_isGone)
        {
            return;
        }

        var status = PodStatusBuilder.Build(Pod, Runtime, _node.Address, _node.Cluster.Now);
        if (!JsonNode.DeepEquals(status, Pod["status"])
            && _node.Cluster.Api.Mutate(
                ResourceTypes.Pods, _stored.Namespace, _stored.Name, pod => Replace(pod, status), "status") is { } written
            && written.Uid == _stored.Uid)
        {
            Update(written);
        }
    }

    private void Replace(JsonObject pod, JsonObject status)
    {
        if (pod.FindText("metadata", "uid") == _stored.Uid)
        {
            pod["status"] = status.DeepClone();
        }
    }

    private async Task WorkAsync()
    {
        while (_isWoken && !_isDone)
        {
            _isWoken = false;
            _next?.Cancel();
            if (IsTerminating)
            {
                await _termination.RunAsync();
                _isDone = true;
            }
            else
            {
                await SyncAsync();
            }
        }

        _isWorking = false;
    }

    private async Task SyncAsync()
    {
        _syncs++;
        Runtime.StartTime ??= _node.Cluster.Now;
        WriteStatus();
        if (PodPhase.Of(Pod, Runtime) is PodPhase.Succeeded or PodPhase.Failed)
        {
            return;
        }

        var secrets = PullSecrets.Gather(_node.Cluster.Api, Pod);
        if (secrets.Missing.Count > 0 && _node.Version.WarnsAboutSecrets)
        {
            _node.Events.Warning(
                Involve(),
                "FailedToRetrieveImagePullSecret",
                $"Unable to retrieve some image pull secrets ({string.Join(", ", secrets.Missing)}); attempting to pull the image may not succeed.");
        }

        var succeeded = AreVolumesThere() && await StartAsync(secrets);
        if (!IsTerminating)
        {
            ScheduleNext(succeeded ? s_resync : s_retry);
        }
    }

    private async Task<bool> StartAsync(PullSecrets secrets)
    {
        if (Runtime.Sandbox is null)
        {
            await CreateSandboxAsync();
        }
        else
        {
            Runtime.Sandbox.ShowsAddress = true;
        }

        return IsTerminating || await _starter.StartAsync(secrets);
    }

    private bool AreVolumesThere()
    {
        var problems = PodVolumes.FindProblems(_node.Cluster.Api, Pod);
        foreach (var problem in problems)
        {
            _node.Events.Warning(Involve(), "FailedMount", problem);
        }

        return problems.Count == 0;
    }

    private async Task CreateSandboxAsync()
    {
        var spread = _node.Cluster.Seed.Fraction("sandbox", _stored.Uid) * _node.Timings.SandboxSpread;
        await _node.Cluster.Loop.DelayAsync(_node.Timings.Sandbox + spread);
        if (IsTerminating)
        {
            return;
        }

        Runtime.Sandbox = new PodSandbox(_node.Addresses.Take());
        WriteStatus();
        Runtime.Sandbox.ShowsAddress = true;
        WakeAtRelist();
    }

    private void ScheduleNext(TimeSpan period)
    {
        var share = _node.Cluster.Seed.Fraction("resync", _stored.Uid, _syncs.ToString(CultureInfo.InvariantCulture));
        _next?.Cancel();
        _next = _node.Cluster.Loop.After(_node.Ticks.UntilTickAfter(period * (1 + (Jitter * share))), Wake);
    }
}
