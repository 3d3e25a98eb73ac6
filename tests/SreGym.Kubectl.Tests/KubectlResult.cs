using System.Text.RegularExpressions;

namespace SreGym.Kubectl.Tests;

/// <summary>What one run of kubectl printed.</summary>
public sealed partial record KubectlResult(string Arguments, int ExitCode, string Output, string Error)
{
    /// <summary>Standard output and standard error, as a person at a terminal sees them.</summary>
    public string Text => Output + Error;

    /// <summary>
    /// The text with what differs between clusters replaced: generated suffixes, ages, addresses, versions; runs of blanks become one.
    /// </summary>
    public string Normalised => Normalise(Text);

    /// <summary>Replaces what differs between clusters.</summary>
    public static string Normalise(string text)
    {
        text = PodName().Replace(text, "$1-HASH-ID");
        text = ReplicaSetName().Replace(text, "$1-HASH");
        text = Address().Replace(text, "IP");
        text = Age().Replace(text, "AGE");
        return string.Join('\n', text.Split('\n').Select(line => Blanks().Replace(line, " ").TrimEnd())).Trim();
    }

    /// <summary>The run must have succeeded.</summary>
    public KubectlResult Ok()
    {
        Assert.True(ExitCode == 0, $"kubectl {Arguments} ended with {ExitCode}:\n{Text}");
        return this;
    }

    /// <summary>The run must have failed with this exit code.</summary>
    public KubectlResult Fails(int exitCode = 1)
    {
        Assert.True(ExitCode == exitCode, $"kubectl {Arguments} ended with {ExitCode} instead of {exitCode}:\n{Text}");
        return this;
    }

    [GeneratedRegex(@"\b([a-z][a-z0-9-]*?)-[bcdfghjklmnpqrstvwxz2456789]{6,10}-[bcdfghjklmnpqrstvwxz2456789]{5}\b")]
    private static partial Regex PodName();

    [GeneratedRegex(@"\b([a-z][a-z0-9-]*?)-[bcdfghjklmnpqrstvwxz2456789]{8,10}\b")]
    private static partial Regex ReplicaSetName();

    [GeneratedRegex(@"\b\d{1,3}(\.\d{1,3}){3}\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=\s)\d+[smhd](\d+[smh])?(?=\s|$)")]
    private static partial Regex Age();

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Blanks();
}
