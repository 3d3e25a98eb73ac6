using SreGym.IncidentHost;

namespace SreGym.Oracle.Tests.Repairs;

/// <summary>Something somebody might do about the incident, and what the oracle must say to it.</summary>
internal sealed record Attempt
{
    /// <summary>The problem that it is done about.</summary>
    public string Problem { get; init; } = Attempts.MissingSecret;

    /// <summary>Short and unique in its problem; the row in docs/oracle.md.</summary>
    public required string Name { get; init; }

    /// <summary>Performs it.</summary>
    public required Func<Engineer, Task> ActAsync { get; init; }

    /// <summary>Empty for a legitimate repair; otherwise checks that must fail, among those that do.</summary>
    public IReadOnlyList<string> Failing { get; init; } = [];

    /// <summary>What the team does while all is well, before the baseline is taken.</summary>
    public Func<Engineer, Task> PrepareAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Services that are broken.</summary>
    public IReadOnlyList<string> Services { get; init; } = [Engineer.Target];

    /// <summary>Unique among all attempts.</summary>
    public string Key => $"{Problem}: {Name}";

    /// <summary>True when it needs the history of a subject on which nothing else has been tried.</summary>
    public bool NeedsHistory { get; init; }

    public bool IsRepair => Failing.Count == 0;

    /// <summary>An attempt that must not count.</summary>
    public static Attempt Cheat(string name, Func<Engineer, Task> act, params string[] failing) =>
        new() { Name = name, ActAsync = act, Failing = failing };

    /// <summary>An attempt that must count, under the participant's own rights.</summary>
    public static Attempt Repair(string name, Func<Engineer, Task> act, params string[] services) =>
        new() { Name = name, ActAsync = act, Services = services.Length == 0 ? [Engineer.Target] : services };

    /// <summary>Repairs run as the participant, cheats as somebody who may do everything.</summary>
    public async Task<Engineer> HireAsync(Incident incident) =>
        IsRepair ? await Engineer.OnCallAsync(incident) : Engineer.Administrator(incident);
}
