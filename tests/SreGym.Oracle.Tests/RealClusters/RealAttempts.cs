using SreGym.Oracle.Tests.Repairs;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>Which attempts are made on a real cluster.</summary>
internal static class RealAttempts
{
    /// <summary>Environment variable: <c>all</c>, or names separated by semicolons; a sample is made when it is not set.</summary>
    public const string ScopeVariable = "SREGYM_TEST_REAL_ATTEMPTS";

    private static readonly string[] s_sample =
    [
        "rebuild the secret, delete the pods",
        "the default ServiceAccount names the secret",
        "use the public image",
        "run the node's cached copy (IfNotPresent)",
        "delete the Deployment",
        "repair, with the credentials in a ConfigMap",
        "repair, then switch the registry's login off",
    ];

    /// <summary>True when every attempt is made.</summary>
    public static bool AreComplete { get; } = Environment.GetEnvironmentVariable(ScopeVariable) == "all";

    private static IReadOnlyList<string> Named { get; } =
        Environment.GetEnvironmentVariable(ScopeVariable)?.Split(';', StringSplitOptions.TrimEntries) ?? s_sample;

    /// <summary>Those that this run makes, all about the same problem; such as break the same services follow each other and share a subject.</summary>
    public static IReadOnlyList<Attempt> Chosen { get; } =
    [
        .. Attempts.All
            .Where(attempt => attempt.Problem == Attempts.MissingSecret)
            .Where(attempt => AreComplete || Named.Contains(attempt.Name))
            .OrderBy(attempt => attempt.Services.Count)
            .ThenByDescending(attempt => attempt.NeedsHistory),
    ];
}
