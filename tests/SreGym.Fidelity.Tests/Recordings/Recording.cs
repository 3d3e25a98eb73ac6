namespace SreGym.Fidelity.Tests.Recordings;

/// <summary>What was seen of one namespace: the states of its objects and its events, in order.</summary>
public sealed class Recording
{
    public required IReadOnlyList<(double Time, string Command)> Steps { get; init; }

    public required IReadOnlyList<ObjectState> States { get; init; }

    public required IReadOnlyList<EventWrite> Events { get; init; }

    public double Duration => States.Select(state => state.Time).Concat(Events.Select(write => write.Time)).Max();

    /// <summary>The pods, oldest first.</summary>
    public IReadOnlyList<string> Pods => [.. States.Where(state => state is { Kind: "Pod", Change: "ADDED" }).Select(state => state.Name)];

    /// <summary>The different states an object showed one after the other.</summary>
    public IReadOnlyList<string> StatesOf(string kind, string name)
    {
        var shown = new List<string>();
        foreach (var state in States.Where(state => state.Kind == kind && state.Name == name && state.Change != "DELETED"))
        {
            if (shown.Count == 0 || shown[^1] != state.Shown)
            {
                shown.Add(state.Shown);
            }
        }

        return shown;
    }

    public IReadOnlyList<EventWrite> EventsOf(string name) => [.. Events.Where(write => write.Object == name)];
}
