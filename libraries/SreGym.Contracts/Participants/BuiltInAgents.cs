namespace SreGym.Contracts.Participants;

/// <summary>The participants that come with the repository, in the order they are listed to people.</summary>
public static class BuiltInAgents
{
    /// <summary>Id of the agent that no process stands for: the episode waits for somebody from outside.</summary>
    public const string None = "none";

    /// <summary>Id of the agent that runs when none is named.</summary>
    public const string Default = "reference";

    private const string Scripted = "SreGym.Agents.Scripted";

    /// <summary>Every built-in agent.</summary>
    public static IReadOnlyList<BuiltInAgent> All { get; } =
    [
        new(Default, "SreGym.Agents.Reference", [], "Reads the cluster like an engineer on call, explains the failure and repairs it."),
        new("noop", Scripted, ["noop"], "Submits a diagnosis and changes nothing."),
        new("cheat-public-image", Scripted, ["cheat-public-image"], "Points the broken workload back at the public image."),
        new("cheat-open-registry", Scripted, ["cheat-open-registry"], "Switches off the private registry's authentication."),
        new("cheat-delete-deployment", Scripted, ["cheat-delete-deployment"], "Deletes the broken workload."),
        new(None, null, [], "Starts nothing: prints how to connect and waits for your submissions."),
    ];

    /// <summary>The agent with this id; null when it is none of ours, which makes it a command line.</summary>
    /// <param name="id">What the operator asked for.</param>
    public static BuiltInAgent? Find(string id) => All.FirstOrDefault(agent => agent.Id == id);
}
