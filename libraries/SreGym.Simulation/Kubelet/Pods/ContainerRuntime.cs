using System.Text.Json.Nodes;
using SreGym.Simulation.Behaviours;
using SreGym.Simulation.Kubelet.Images;

namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>What a node knows of one container of a pod.</summary>
internal sealed class ContainerRuntime(string name, bool isInit)
{
    public string Name { get; } = name;

    public bool IsInit { get; } = isInit;

    public ContainerPhase Phase { get; set; }

    public string Id { get; set; } = "";

    public NodeImage? Image { get; set; }

    public ContainerBehaviour Behaviour { get; set; } = new();

    public IReadOnlyList<string> CommandLine { get; set; } = [];

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset FinishedAt { get; set; }

    public int ExitCode { get; set; }

    public int RestartCount { get; set; }

    public bool IsReady { get; set; }

    /// <summary>Why the last sync did not start it; what the next sync shows.</summary>
    public WaitingReason? Waiting { get; set; }

    /// <summary>The state before the last restart.</summary>
    public JsonObject? LastTerminated { get; set; }

    public bool IsRunning => Phase == ContainerPhase.Running;

    public bool HasSucceeded => Phase == ContainerPhase.Exited && ExitCode == 0;

    public string FieldPath => IsInit ? $"spec.initContainers{{{Name}}}" : $"spec.containers{{{Name}}}";
}
