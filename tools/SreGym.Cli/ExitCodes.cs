namespace SreGym.Cli;

/// <summary>Exit codes of every command (docs/cli.md).</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>The work was started and not all of it could be done.</summary>
    public const int Failure = 1;

    /// <summary>The arguments make no sense; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM, as shells number it.</summary>
    public const int Cancelled = 130;
}
