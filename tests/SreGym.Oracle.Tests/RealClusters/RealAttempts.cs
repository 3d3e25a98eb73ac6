using SreGym.Oracle.Tests.Repairs;

namespace SreGym.Oracle.Tests.RealClusters;

/// <summary>Which attempts are made on a real cluster.</summary>
internal static class RealAttempts
{
    /// <summary>
    /// Environment variable: <c>all</c>, or names, of attempts or of problems, separated by semicolons; a sample is made when it is not set.
    /// </summary>
    public const string ScopeVariable = "SREGYM_TEST_REAL_ATTEMPTS";

    // All about the same problem: another one is another subject, which takes a minute to stand up.
    private static readonly string[] s_sample =
    [
        $"{Attempts.MissingSecret}: rebuild the secret, delete the pods",
        $"{Attempts.MissingSecret}: the default ServiceAccount names the secret",
        $"{Attempts.MissingSecret}: use the public image",
        $"{Attempts.MissingSecret}: run the node's cached copy (IfNotPresent)",
        $"{Attempts.MissingSecret}: delete the Deployment",
        $"{Attempts.MissingSecret}: repair, with the credentials in a ConfigMap",
        $"{Attempts.MissingSecret}: repair, then switch the registry's login off",
    ];

    /// <summary>True when every attempt is made.</summary>
    public static bool AreComplete { get; } = Environment.GetEnvironmentVariable(ScopeVariable) == "all";

    private static IReadOnlyList<string> Named { get; } =
        Environment.GetEnvironmentVariable(ScopeVariable)?.Split(';', StringSplitOptions.TrimEntries) ?? s_sample;

    /// <summary>Those that this run makes; such as break the same services in the same way follow each other and share a subject.</summary>
    public static IReadOnlyList<Attempt> Chosen { get; } =
    [
        .. Attempts.All
            .Where(IsChosen)
            .OrderByDescending(attempt => attempt.Problem == Attempts.MissingSecret)
            .ThenBy(attempt => attempt.Services.Count)
            .ThenByDescending(attempt => attempt.NeedsHistory),
    ];

    private static bool IsChosen(Attempt attempt) =>
        AreComplete || Named.Contains(attempt.Key) || Named.Contains(attempt.Name) || Named.Contains(attempt.Problem);
}
