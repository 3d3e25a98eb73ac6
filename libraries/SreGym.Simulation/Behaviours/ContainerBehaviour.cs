namespace SreGym.Simulation.Behaviours;

/// <summary>How a simulated container acts. Read from data; chosen by what is in the image.</summary>
internal sealed record ContainerBehaviour
{
    /// <summary>Name, such as <c>hotel-reservation/geo</c>.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The image's <c>org.opencontainers.image.title</c>; null matches every image.</summary>
    public string? Image { get; init; }

    /// <summary>A word of the command line; null matches every command line.</summary>
    public string? Command { get; init; }

    /// <summary>From the start of the process until it listens, in seconds.</summary>
    public double ReadyAfterSeconds { get; init; }

    /// <summary>Ports it listens on beside those the container declares.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>Ends by itself with this code; null runs on.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How long it runs when it ends by itself, in seconds.</summary>
    public double ExitAfterSeconds { get; init; }

    /// <summary>How long it takes to stop when it is asked to, in seconds; null does not listen and is killed after its grace period.</summary>
    public double? StopAfterSeconds { get; init; } = 0.7;

    /// <summary>Exit code when it is asked to stop.</summary>
    public int StopExitCode { get; init; }

    /// <summary>Is a registry: RegistryMirror serves it.</summary>
    public bool IsRegistry { get; init; }

    /// <summary>What it logs when it starts; <c>{…}</c> stands for facts of the container.</summary>
    public IReadOnlyList<string> Log { get; init; } = [];

    /// <summary>What it logs again and again, one line each time.</summary>
    public IReadOnlyList<string> LogEvery { get; init; } = [];

    /// <summary>Seconds between these lines.</summary>
    public double LogEverySeconds { get; init; } = 30;

    /// <summary>Names of Services it cannot work without.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What it answers over HTTP; the first match counts.</summary>
    public IReadOnlyList<HttpAnswer> Http { get; init; } = [];
}
