namespace SreGym.AppHost.Options;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCodes
{
    public const int Passed = 0;
    public const int Failed = 1;
    public const int CouldNotRun = 2;

    /// <summary>Says why nothing was run.</summary>
    public static int Refuse(string reason)
    {
        Console.Error.WriteLine($"sregym: {reason}");
        return CouldNotRun;
    }
}
