using System.ComponentModel.DataAnnotations;

namespace SreGym.Conductor.Targets.Aws;

/// <summary>The outputs of the stack that made the cluster, as the application host injects them.</summary>
public sealed class AwsOptions
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "AWS:Resources";

    /// <summary>The variable by which every SDK is told another address of the APIs.</summary>
    public const string EndpointVariable = "AWS_ENDPOINT_URL";

    /// <summary>Name of the SSM parameter the server puts its kubeconfig into.</summary>
    /// <value>Empty; an episode may name one itself.</value>
    public string KubeconfigParameter { get; set; } = "";

    /// <summary>The instance that serves the cluster's API, for access by SSM.</summary>
    /// <value>Empty; an episode may name one itself.</value>
    public string ServerInstanceId { get; set; } = "";

    /// <summary>The command of Session Manager's plugin.</summary>
    /// <value><c>session-manager-plugin</c>, found on the PATH.</value>
    [Required]
    public string SessionManagerPlugin { get; set; } = "session-manager-plugin";

    /// <summary>Id of the stack; its history becomes part of the episode's trace.</summary>
    /// <value>Empty: no stack of ours made the cluster.</value>
    public string StackId { get; set; } = "";

    /// <summary>Address of the AWS APIs instead of AWS's own: what <c>AWS_ENDPOINT_URL</c> says.</summary>
    /// <value>Null: AWS.</value>
    public Uri? EndpointUrl { get; set; }

    /// <summary>How long the cluster may take to hand over its kubeconfig.</summary>
    /// <value>15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "02:00:00")]
    public TimeSpan KubeconfigTimeLimit { get; set; } = TimeSpan.FromMinutes(15);
}
