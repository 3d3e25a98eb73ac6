namespace SreGym.Oci.Registry;

/// <summary>
/// How fast passwords can be guessed. The burst is far above what a cluster with a wrong pull secret makes, so that its kubelets see the
/// 401 that they would see anywhere.
/// </summary>
public sealed record AuthenticationLimits
{
    /// <summary>Wrong passwords for one user from one address before the next must wait.</summary>
    /// <value>100.</value>
    public int Burst { get; init; } = 100;

    /// <summary>How often one more is allowed after that.</summary>
    /// <value>Two seconds.</value>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many times as many an address has for all users together.</summary>
    /// <value>10.</value>
    public int UsersPerAddress { get; init; } = 10;

    /// <summary>Users and addresses remembered at most; the least suspicious are forgotten first.</summary>
    /// <value>10,000.</value>
    public int Remembered { get; init; } = 10_000;
}
