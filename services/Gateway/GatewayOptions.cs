using System.ComponentModel.DataAnnotations;

namespace SreGym.Gateway;

/// <summary>How the participant's door is reached and how much may pass through it.</summary>
public sealed class GatewayOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Gateway";

    /// <summary>Address of the door as participants write it.</summary>
    /// <value>Empty: the address of the process's own HTTPS listener.</value>
    [RegularExpression("^https://.+", ErrorMessage = "Gateway:PublicAddress must be an https:// address.")]
    public string? PublicAddress { get; set; }

    /// <summary>Port of the HTTPS listener that is the door.</summary>
    /// <value>0: every HTTPS listener of the process.</value>
    [Range(0, 65535)]
    public int KubernetesPort { get; set; }

    /// <summary>Requests per second a session may make when it names no figure of its own.</summary>
    /// <value>100: twice what client-go's own limiter lets a client send.</value>
    [Range(1, 100_000)]
    public double RequestsPerSecond { get; set; } = 100;

    /// <summary>Requests a session may make at once when it names no figure of its own.</summary>
    /// <value>400: kubectl asks for every API group at its first start.</value>
    [Range(1, 100_000)]
    public int Burst { get; set; } = 400;

    /// <summary>Calls kept per session; later ones are forwarded and counted, but no longer recorded one by one.</summary>
    /// <value>50000.</value>
    [Range(1, 1_000_000)]
    public int RecordedCalls { get; set; } = 50_000;
}
