using System.Text.Json.Nodes;
using SreGym.Simulation.Authentication;
using SreGym.Simulation.Json;

namespace SreGym.Simulation.Authorization;

/// <summary>A binding with the rules of its role.</summary>
/// <param name="Namespace">Where it holds; null for everywhere.</param>
/// <param name="Subjects">Whom it is for.</param>
/// <param name="Rules">What it allows.</param>
internal sealed record RoleGrant(string? Namespace, IReadOnlyList<JsonObject> Subjects, IReadOnlyList<PolicyRule> Rules)
{
    private readonly HashSet<string> _users = [.. Subjects.Select(subject => UserName(subject, Namespace)).OfType<string>()];
    private readonly HashSet<string> _groups =
        [.. Subjects.Where(subject => subject.FindText("kind") == "Group").Select(subject => subject.FindText("name") ?? "")];

    public bool IsFor(UserInfo user) => _users.Contains(user.Name) || user.Groups.Any(_groups.Contains);

    private static string? UserName(JsonObject subject, string? @namespace) => subject.FindText("kind") switch
    {
        "User" => subject.FindText("name"),
        "ServiceAccount" => $"system:serviceaccount:{subject.FindText("namespace") ?? @namespace}:{subject.FindText("name")}",
        _ => null,
    };
}
