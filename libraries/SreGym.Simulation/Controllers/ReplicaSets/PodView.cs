using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.ReplicaSets;

/// <summary>What controllers read of a pod.</summary>
internal sealed class PodView
{
    public PodView(StoredObject stored)
    {
        Stored = stored;
        Value = stored.Parse();
        Phase = Value.FindText("status", "phase") ?? "Pending";
        NodeName = Value.FindText("spec", "nodeName") ?? "";
        var ready = Value.Objects("status", "conditions").FirstOrDefault(condition => condition.FindText("type") == "Ready");
        IsReady = ready.FindText("status") == "True";
        ReadySince = IsReady ? ready.FindTime("lastTransitionTime") : null;
    }

    public StoredObject Stored { get; }

    public JsonObject Value { get; }

    public string Phase { get; }

    public string NodeName { get; }

    public bool IsReady { get; }

    public DateTimeOffset? ReadySince { get; }

    public bool IsTerminating => Stored.DeletionTimestamp is not null;

    public bool HasEnded => Phase is "Succeeded" or "Failed";

    /// <summary>Counts for its controller: neither ended nor on its way out.</summary>
    public bool IsActive => !HasEnded && !IsTerminating;

    public bool IsAvailable(int minReadySeconds, DateTimeOffset now) =>
        IsReady && (minReadySeconds == 0 || ReadySince + TimeSpan.FromSeconds(minReadySeconds) <= now);
}
