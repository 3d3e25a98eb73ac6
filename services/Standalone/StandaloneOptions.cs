using System.ComponentModel.DataAnnotations;

namespace SreGym.Standalone;

/// <summary>Where the process that holds every service listens.</summary>
public sealed class StandaloneOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Standalone";

    /// <summary>IP address of the listeners that others reach; what the services say to each other never leaves the loopback interface.</summary>
    /// <value>127.0.0.1.</value>
    [RegularExpression("^[0-9a-fA-F.:]+$", ErrorMessage = "Standalone:ListenAddress must be an IP address, e.g. 127.0.0.1 or 0.0.0.0.")]
    public string ListenAddress { get; set; } = "127.0.0.1";

    /// <summary>The participant's <c>/status</c>, <c>/get_app</c> and <c>/submit</c>.</summary>
    /// <value>8000.</value>
    [Range(1, 65535)]
    public int ParticipantPort { get; set; } = 8000;

    /// <summary>The participant's API server, over TLS.</summary>
    /// <value>8443.</value>
    [Range(1, 65535)]
    public int KubernetesPort { get; set; } = 8443;

    /// <summary>The harness: <c>/health</c>, <c>/alive</c>, and <c>/episodes</c> for holders of the harness token.</summary>
    /// <value>8080.</value>
    [Range(1, 65535)]
    public int HarnessPort { get; set; } = 8080;
}
