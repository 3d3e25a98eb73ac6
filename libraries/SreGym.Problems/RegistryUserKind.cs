namespace SreGym.Problems;

/// <summary>How the private registry lets its user in.</summary>
public enum RegistryUserKind
{
    /// <summary>By a user name and a password that stay.</summary>
    Password,

    /// <summary>As Amazon ECR does: user <c>AWS</c>, and a token that is good for twelve hours.</summary>
    Token,
}
