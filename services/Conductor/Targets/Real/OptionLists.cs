using Grpc.Core;
using SreGym.Contracts;

namespace SreGym.Conductor.Targets.Real;

/// <summary>Options of the form <c>from=to,from=to</c>.</summary>
internal static class OptionLists
{
    /// <exception cref="SreGymException">An entry has no <c>=</c>, or nothing before or after it.</exception>
    public static IReadOnlyDictionary<string, string> Read(string option, string? value)
    {
        var entries = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var parts = entry.Split('=', 2);
            entries[parts[0]] = parts is [{ Length: > 0 }, { Length: > 0 }]
                ? parts[1]
                : throw new SreGymException(
                    StatusCode.InvalidArgument,
                    ErrorReasons.UnknownOption,
                    $"Option '{option}' has the entry '{entry}': write from=to, several separated by commas.");
        }

        return entries;
    }
}
