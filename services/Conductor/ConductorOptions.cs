using System.ComponentModel.DataAnnotations;

namespace SreGym.Conductor;

/// <summary>How long an episode's parts may take, and where participants are met.</summary>
public sealed class ConductorOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Conductor";

    /// <summary>Base address of <c>/status</c>, <c>/get_app</c> and <c>/submit</c> as participants write it.</summary>
    /// <value>http://127.0.0.1:8000.</value>
    [Required, Url]
    public string ParticipantAddress { get; set; } = "http://127.0.0.1:8000";

    /// <summary>Folder that holds one folder per built-in agent's project, as the build lays them out.</summary>
    /// <value>Empty: the folder that holds this process's own project.</value>
    public string AgentsDirectory { get; set; } = "";

    /// <summary>Time from the moment the participant may start until its last submission.</summary>
    /// <value>30 minutes.</value>
    public TimeSpan AgentTimeLimit { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Time an agent's process has to end by itself after its last submission.</summary>
    /// <value>3 seconds.</value>
    public TimeSpan AgentGrace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Time for each stage but <c>agent</c> and <c>recover</c>.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan StageTimeLimit { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Recovery's own time, which nothing else of the episode can use up.</summary>
    /// <value>3 minutes.</value>
    public TimeSpan RecoverTimeLimit { get; set; } = TimeSpan.FromMinutes(3);

    /// <summary>
    /// Time a service of the harness that does not answer has to come back: recovery gives it for each thing that it gives back, an episode
    /// to the RegistryMirror that holds its registry.
    /// </summary>
    /// <value>30 seconds.</value>
    public TimeSpan ServicePatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time recovery has when the process is asked to stop.</summary>
    /// <value>8 seconds; what is left is recovered at the next start.</value>
    public TimeSpan ShutdownTimeLimit { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Requests per second a participant may make; 0 leaves it to the Gateway.</summary>
    /// <value>0.</value>
    [Range(0, 100_000)]
    public double RequestsPerSecond { get; set; }
}
