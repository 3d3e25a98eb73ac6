namespace SreGym.Simulation.Kubelet.Pods;

/// <summary>The network and process space of a pod on its node.</summary>
internal sealed class PodSandbox(string address)
{
    public string Address { get; } = address;

    public bool IsRunning { get; set; } = true;

    /// <summary>The address shows in the status from the sync after the one that made the sandbox.</summary>
    public bool ShowsAddress { get; set; }
}
