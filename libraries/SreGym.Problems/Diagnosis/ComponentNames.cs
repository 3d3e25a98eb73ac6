using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SreGym.Problems.Diagnosis;

/// <summary>Recognises a service by its name, also when the name is an everyday word such as <c>user</c> or <c>rate</c>.</summary>
internal static class ComponentNames
{
    private static readonly string[] s_everydayWords = ["user", "rate", "search", "profile", "reservation", "recommendation"];
    private static readonly ConcurrentDictionary<(string Name, string Names), Regex> s_patterns = new();

    /// <summary>A pattern for one of several services.</summary>
    public static Regex GetPattern(string name, IEnumerable<string> all) =>
        s_patterns.GetOrAdd((name, string.Join('|', all.Select(Regex.Escape))), static key => Create(key.Name, key.Names));

    private static Regex Create(string name, string names)
    {
        var word = $@"(?<![\w/.-])(?:hotel-reserv-)?{Regex.Escape(name)}";
        var instance = $@"{word}-[a-z0-9]{{5,10}}(?:-[a-z0-9]{{5}})?\b";
        var named = $@"(?:deployments?|deploy|services?|pods?|svc|component|workload)[\s/:=`""'(]+(?:the\s+)?{Regex.Escape(name)}\b(?!-)";
        var qualified = $@"{word}[`""'*]*\s+(?:micro)?(?:services?|deployments?|pods?|containers?|workload|replicas?|images?)\b";
        var quoted = $@"[`""'*]{Regex.Escape(name)}[`""'*]";
        var image = $@"hotel-reservation/{Regex.Escape(name)}\b";
        var listed = $@"\b(?:{names})(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*/\s*){Regex.Escape(name)}\b(?!-)"
            + $@"|{word}(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*/\s*)(?:{names})\b";
        var claimed = $@"{word}\s+(?:is|are|was|were|has|cannot|can't|fails?|failed|stuck|lost|uses|in)\b(?!\s+to\b)";
        var alternatives = new List<string> { instance, named, qualified, quoted, image, listed, claimed };
        if (!s_everydayWords.Contains(name, StringComparer.Ordinal))
        {
            alternatives.Add($@"{word}\b(?!-)");
        }

        return new Regex(string.Join('|', alternatives), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }
}
