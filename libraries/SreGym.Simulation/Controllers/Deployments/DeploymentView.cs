using System.Text.Json.Nodes;
using SreGym.Simulation.Json;
using SreGym.Simulation.Runtime;
using SreGym.Simulation.Storage;

namespace SreGym.Simulation.Controllers.Deployments;

/// <summary>What the planner reads of a Deployment.</summary>
internal sealed class DeploymentView(JsonObject value)
{
    public JsonObject Value => value;

    public string Namespace { get; } = value.FindText("metadata", "namespace") ?? "";

    public string Name { get; } = value.FindText("metadata", "name") ?? "";

    public string Uid { get; } = value.FindText("metadata", "uid") ?? "";

    public long Generation { get; } = value.FindNumber("metadata", "generation") ?? 0;

    public bool IsBeingDeleted { get; } = value.FindText("metadata", "deletionTimestamp") is not null;

    public IReadOnlyDictionary<string, string> Annotations { get; } = value.TextMap("metadata", "annotations");

    public int Replicas { get; } = (int)(value.FindNumber("spec", "replicas") ?? 1);

    public bool IsPaused { get; } = value.FindFlag("spec", "paused") is true;

    public bool IsRecreate { get; } = value.FindText("spec", "strategy", "type") == "Recreate";

    public int MinReadySeconds { get; } = value.Count("spec", "minReadySeconds");

    public int RevisionHistoryLimit { get; } = (int)(value.FindNumber("spec", "revisionHistoryLimit") ?? 10);

    /// <summary>Null when progress is not supervised (<c>math.MaxInt32</c> means that, too).</summary>
    public TimeSpan? ProgressDeadline { get; } =
        value.FindNumber("spec", "progressDeadlineSeconds") is { } seconds and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : null;

    public JsonObject Template { get; } = value.FindObject("spec", "template") ?? [];

    public JsonObject Selector { get; } = value.FindObject("spec", "selector") ?? [];

    public JsonObject Status { get; } = value.FindObject("status") ?? [];

    public (int MaxSurge, int MaxUnavailable) Limits { get; } = value.FindText("spec", "strategy", "type") == "Recreate"
        ? (0, 0)
        : RollingUpdate.Limits(Limit(value, "maxSurge"), Limit(value, "maxUnavailable"), (int)(value.FindNumber("spec", "replicas") ?? 1));

    public static DeploymentView Of(StoredObject stored) => new(stored.Parse());

    public DeploymentCondition? FindCondition(string type) => DeploymentCondition.Find(Status, type);

    private static string Limit(JsonObject value, string name) => value.Find("spec", "strategy", "rollingUpdate", name)?.ToString() ?? "25%";
}
