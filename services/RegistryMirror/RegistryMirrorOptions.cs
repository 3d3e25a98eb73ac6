using System.ComponentModel.DataAnnotations;

namespace SreGym.RegistryMirror;

/// <summary>How the registries are reached.</summary>
public sealed class RegistryMirrorOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "RegistryMirror";

    /// <summary>Port of the listener that serves registries.</summary>
    /// <value>The environment's <c>REGISTRY_PORT</c>; 0, the default without it, serves <c>/v2/</c> on every listener.</value>
    [Range(0, 65535)]
    public int RegistryPort { get; set; }

    /// <summary>Address of that listener as other processes reach it.</summary>
    /// <value>Empty: loopback and <see cref="RegistryPort"/>.</value>
    [RegularExpression("^https?://.+", ErrorMessage = "RegistryMirror:RegistryAddress must be an http(s):// address.")]
    public string? RegistryAddress { get; set; }

    /// <summary>Make repositories that a target registry of ECR does not have (<c>ecr:CreateRepository</c>).</summary>
    /// <value>False.</value>
    public bool CreatesEcrRepositories { get; set; }

    /// <summary>Address of the AWS APIs instead of AWS's own: what <c>AWS_ENDPOINT_URL</c> says.</summary>
    /// <value>Null: AWS.</value>
    public Uri? AwsEndpoint { get; set; }

    /// <summary>How long a new registry may take until it answers.</summary>
    /// <value>Two minutes.</value>
    public TimeSpan ReadyTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a load balancer may take to come, and then the name of a registry that speaks TLS to lead to it.</summary>
    /// <value>Five minutes, each.</value>
    public TimeSpan ExposureTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a registry in a real cluster may take until it goes by changed users, which its kubelet brings it.</summary>
    /// <value>Four minutes.</value>
    public TimeSpan CredentialsTimeout { get; set; } = TimeSpan.FromMinutes(4);
}
