namespace SreGym.Simulation.Authentication;

/// <summary>Who sends a request.</summary>
/// <param name="Name">User name.</param>
/// <param name="Groups">Groups, <c>system:authenticated</c> or <c>system:unauthenticated</c> among them.</param>
/// <param name="Uid">Uid; empty where there is none.</param>
public sealed record UserInfo(string Name, IReadOnlyList<string> Groups, string Uid = "")
{
    /// <summary>Members may do everything.</summary>
    public const string Masters = "system:masters";

    /// <summary>Group of everybody who proved who they are.</summary>
    public const string Authenticated = "system:authenticated";

    /// <summary>Somebody without credentials.</summary>
    public static readonly UserInfo Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    /// <summary>More that is known about the user, e.g. the pod a token is bound to.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>();
}
