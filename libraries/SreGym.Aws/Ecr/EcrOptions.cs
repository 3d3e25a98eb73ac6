namespace SreGym.Aws.Ecr;

/// <summary>How registries of ECR are used.</summary>
public sealed record EcrOptions
{
    /// <summary>Make a repository that the registry says is missing (<c>ecr:CreateRepository</c>).</summary>
    /// <value>False: the copy fails and says so.</value>
    public bool CreatesRepositories { get; init; }

    /// <summary>How a user turns that on, for the message of that failure.</summary>
    public string HowToCreate { get; init; } = "have it created on demand";

    /// <summary>Address of ECR's API instead of AWS's own, e.g. an emulator's.</summary>
    /// <value>Null: AWS.</value>
    public Uri? Endpoint { get; init; }
}
