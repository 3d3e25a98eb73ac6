namespace SreGym.EndToEnd.Tests;

/// <summary>Looks for secrets wherever somebody else may read: the stack, a run's output and reports, the dashboard's telemetry.</summary>
internal static class SecretSearch
{
    /// <summary>What stands in which place.</summary>
    /// <param name="run">A run that is still up.</param>
    /// <param name="region">Region of its stack.</param>
    /// <param name="stack">Name of its stack.</param>
    /// <param name="lastSpan">Telemetry is read once this is in it; null where there is no dashboard.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<Dictionary<string, string>> ReadAsync(
        Run run, string region, string stack, string lastSpan, CancellationToken cancellationToken)
    {
        var places = await AwsStack.ReadAsync(region, stack, cancellationToken);
        places["output"] = string.Join('\n', run.Output) + run.Error;
        places["reports"] = ReadReports(run.Artifacts);
        if (Repository.HasDashboard)
        {
            var login = await run.WaitForLineAsync("/login?t=");
            using var dashboard = await Dashboard.OpenAsync(new Uri(login.Trim().Split(' ')[^1]), cancellationToken);
            places["telemetry"] = await dashboard.ReadUntilAsync(lastSpan, cancellationToken);
        }

        return places;
    }

    /// <summary>Which secret is in which place.</summary>
    public static IReadOnlyList<string> Find(IReadOnlyDictionary<string, string> secrets, IReadOnlyDictionary<string, string> places) =>
    [
        .. from place in places
           from secret in secrets
           where place.Value.Contains(secret.Value, StringComparison.Ordinal)
           select $"{secret.Key} in {place.Key}",
    ];

    // The services' databases are theirs alone, and so is the folder that the participant's kubeconfig is in.
    private static string ReadReports(string folder) => string.Concat(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => !Path.GetRelativePath(folder, path).StartsWith("data", StringComparison.Ordinal))
        .Select(path => $"{Path.GetRelativePath(folder, path)}\n{File.ReadAllText(path)}"));
}
