namespace SreGym.Cli.Recovery;

/// <summary>One line for scripts (docs/cli.md has the fields).</summary>
internal sealed record RecoveryLine
{
    public required string Event { get; init; }

    public required string Episode { get; init; }

    public string? Step { get; init; }

    public string? State { get; init; }

    public string? Object { get; init; }

    public string? Message { get; init; }

    public string? Command { get; init; }
}
