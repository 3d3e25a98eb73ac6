using System.Text.RegularExpressions;

namespace SreGym.EndToEnd.Tests;

/// <summary>Where a trace is seen, as a run prints it.</summary>
internal sealed partial record TraceLink(Uri Login, string Id)
{
    /// <summary>The first one in a text; null when there is none.</summary>
    public static TraceLink? Find(string text) =>
        Pattern().Match(text) is { Success: true } found ? new TraceLink(new Uri(found.Groups["login"].Value), found.Groups["id"].Value) : null;

    [GeneratedRegex(@"(?<login>http\S+/login\?t=[0-9a-f]+)&returnUrl=%2Ftraces%2Fdetail%2F(?<id>[0-9a-f]{32})")]
    private static partial Regex Pattern();
}
