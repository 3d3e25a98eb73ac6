using System.ComponentModel.DataAnnotations;

namespace SreGym.Conductor.Targets.Kind;

/// <summary>Where the kind command line is found.</summary>
public sealed class KindOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Kind";

    /// <summary>The command.</summary>
    /// <value><c>kind</c>, found on the PATH.</value>
    [Required]
    public string Command { get; set; } = "kind";

    /// <summary>The container engine's command, asked whether its engine runs.</summary>
    /// <value><c>docker</c>, found on the PATH.</value>
    [Required]
    public string EngineCommand { get; set; } = "docker";

    /// <summary>Time for a new cluster until its nodes are ready.</summary>
    /// <value>10 minutes.</value>
    public TimeSpan CreateTimeLimit { get; set; } = TimeSpan.FromMinutes(10);
}
