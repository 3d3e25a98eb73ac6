using System.Text.Json.Nodes;
using SreGym.Simulation.Runtime;

namespace SreGym.Simulation.Behaviours;

/// <summary>
/// How a simulated container acts. Read from data; chosen by what is in the image. Never changed after it is read: the setters are there
/// because generated JSON readers replace the defaults of init-only properties by null.
/// </summary>
internal sealed record ContainerBehaviour
{
    /// <summary>Name, such as <c>hotel-reservation/geo</c>.</summary>
    public string Name { get; set; } = "default";

    /// <summary>The image's <c>org.opencontainers.image.title</c>; null matches every image.</summary>
    public string? Image { get; set; }

    /// <summary>A word of the command line; null matches every command line.</summary>
    public string? Command { get; set; }

    /// <summary>From the start of the process until it listens, in seconds.</summary>
    public double ReadyAfterSeconds { get; set; }

    /// <summary>Ports it listens on, whatever the container declares.</summary>
    public IReadOnlyList<int> Ports { get; set; } = [];

    /// <summary>Nothing is known of the image: it listens on whatever the container declares.</summary>
    public bool ServesDeclaredPorts { get; set; }

    /// <summary>Ends by itself with this code; null runs on.</summary>
    public int? ExitCode { get; set; }

    /// <summary>How long it runs when it ends by itself, in seconds.</summary>
    public double ExitAfterSeconds { get; set; }

    /// <summary>How long it takes to stop when it is asked to, in seconds; null does not listen and is killed after its grace period.</summary>
    public double? StopAfterSeconds { get; set; } = 0.7;

    /// <summary>Exit code when it is asked to stop.</summary>
    public int StopExitCode { get; set; }

    /// <summary>Is a registry: RegistryMirror serves it.</summary>
    public bool IsRegistry { get; set; }

    /// <summary>What it logs when it starts; <c>{time}</c> stands for the time of the line.</summary>
    public IReadOnlyList<string> Log { get; set; } = [];

    /// <summary>Logs what the <c>echo</c> in its script says, as often as its <c>sleep</c> lets it.</summary>
    public bool LogsScript { get; set; }

    /// <summary>Names of Services it cannot work without.</summary>
    public IReadOnlyList<string> Needs { get; set; } = [];

    /// <summary>What it answers over HTTP; the first match counts.</summary>
    public IReadOnlyList<HttpAnswer> Http { get; set; } = [];

    /// <summary>True when the process serves the port, given the container as its pod declares it.</summary>
    public bool Listens(JsonObject container, int port) =>
        Ports.Contains(port)
        || ServesDeclaredPorts && container.Objects("ports").Any(declared => declared.Count("containerPort") == port);
}
