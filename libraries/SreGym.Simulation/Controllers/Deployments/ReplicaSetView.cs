using System.Globalization;
using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>What the planner reads of a ReplicaSet.</summary>
internal sealed record ReplicaSetView(JsonObject Value)
{
    public const string HashLabel = "pod-template-hash";

    public string Name { get; } = Value.FindText("metadata", "name") ?? "";

    public string Uid { get; } = Value.FindText("metadata", "uid") ?? "";

    public string CreationTimestamp { get; } = Value.FindText("metadata", "creationTimestamp") ?? "";

    public long Generation { get; } = Value.FindNumber("metadata", "generation") ?? 0;

    public bool IsBeingDeleted { get; } = Value.FindText("metadata", "deletionTimestamp") is not null;

    public IReadOnlyDictionary<string, string> Annotations { get; } = Value.TextMap("metadata", "annotations");

    /// <summary>The wanted number; changed by the planner as it decides.</summary>
    public int Replicas { get; init; } = (int)(Value.FindNumber("spec", "replicas") ?? 1);

    public int ActualReplicas { get; } = Value.Count("status", "replicas");

    public int ReadyReplicas { get; } = Value.Count("status", "readyReplicas");

    public int AvailableReplicas { get; } = Value.Count("status", "availableReplicas");

    public int TerminatingReplicas { get; } = Value.Count("status", "terminatingReplicas");

    public long ObservedGeneration { get; } = Value.FindNumber("status", "observedGeneration") ?? 0;

    public JsonObject Template { get; } = Value.FindObject("spec", "template") ?? [];

    public long Revision => ReplicaSetAnnotations.ParseRevision(Annotations);

    public int? DesiredReplicas =>
        Annotations.TryGetValue(ReplicaSetAnnotations.Desired, out var text) && int.TryParse(text, CultureInfo.InvariantCulture, out var desired)
            ? desired
            : null;

    public static ReplicaSetView Of(StoredObject stored) => new(stored.Parse());

    /// <summary>Whether it was made from this template; the hash label does not count.</summary>
    public bool HasTemplate(JsonObject template)
    {
        var own = (JsonObject)Template.DeepClone();
        own.FindObject("metadata", "labels")?.Remove(HashLabel);
        return JsonNode.DeepEquals(own, template);
    }
}
