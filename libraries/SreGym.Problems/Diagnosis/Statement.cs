using System.Text.RegularExpressions;

namespace SreGym.Problems.Diagnosis;

/// <summary>One sentence of a diagnosis, and whether it claims what is found in it.</summary>
internal sealed partial class Statement(string text)
{
    private const int WordsBefore = 8;

    public string Text { get; } = text;

    private bool IsQuestion => Text.TrimEnd().EndsWith('?');

    /// <summary>Splits text into sentences. A sentence that begins with a pronoun belongs to the one before.</summary>
    public static IReadOnlyList<Statement> Split(string text)
    {
        var sentences = new List<string>();
        foreach (var part in SentenceEnd().Split(Quotation().Replace(text, "access denied")))
        {
            var sentence = part.Trim();
            if (sentence.Length > 0 && sentences.Count > 0 && Continuation().IsMatch(sentence))
            {
                sentences[^1] = $"{sentences[^1].TrimEnd('.')} {sentence}";
            }
            else if (sentence.Length > 0)
            {
                sentences.Add(sentence);
            }
        }

        return [.. sentences.Select(sentence => new Statement(sentence))];
    }

    /// <summary>The first match that is claimed, neither denied, ruled out, supposed nor asked.</summary>
    public Match? FindClaim(Regex pattern) =>
        IsQuestion ? null : pattern.Matches(Text).FirstOrDefault(match => !IsDenied(match));

    /// <summary>True when the match is only called possible.</summary>
    public bool IsHedged(Match match) => Hedge().IsMatch(Before(match));

    private bool IsDenied(Match match)
    {
        var before = Before(match);
        return Denial().IsMatch(before) || DenialAfter().IsMatch(Text[(match.Index + match.Length)..]);
    }

    /// <summary>The last words before the match, from where its clause begins.</summary>
    private string Before(Match match)
    {
        var start = 0;
        foreach (var boundary in Boundary().Matches(Text[..match.Index]).Where(found => !Denial().IsMatch(LastWord(Text[..found.Index]))))
        {
            var clause = Text[(boundary.Index + boundary.Length)..(match.Index + match.Length)];
            if (!WeakBoundary().IsMatch(boundary.Value) || Verb().IsMatch(clause))
            {
                start = boundary.Index + boundary.Length;
            }
        }

        var words = Text[start..match.Index].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.TakeLast(WordsBefore));
    }

    private static string LastWord(string text) => text.TrimEnd() is var trimmed ? trimmed[(trimmed.LastIndexOf(' ') + 1)..] : "";

    [GeneratedRegex(@"(?<=[.!?])\s+|\r?\n+|\s*;\s+")]
    private static partial Regex SentenceEnd();

    // The runtime's wording for any refused pull names causes that need not be true.
    [GeneratedRegex(@"repository does not exist or may require [^\s:,;""]+|repository does not exist or may require 'docker login'[^:]*", RegexOptions.IgnoreCase)]
    private static partial Regex Quotation();

    [GeneratedRegex(@"^(it|this|that|which|these|those|they)\s+(does|do|did|is|are|was|were|has|have|no longer|never|cannot|could)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Continuation();

    [GeneratedRegex(@"\s+(?:but|however|although|whereas|because|since|due to|caused by|so)\s+|\s+[–—-]+\s+|:\s+|\s+and\s+|,\s+", RegexOptions.IgnoreCase)]
    private static partial Regex Boundary();

    [GeneratedRegex(@"^(\s+and\s+|,\s+)$", RegexOptions.IgnoreCase)]
    private static partial Regex WeakBoundary();

    [GeneratedRegex(@"\b(is|are|was|were|has|have|had|does|do|did|isn't|doesn't|cannot|can't|fails?|failed|exists?|references?|needs?|got|been|get|gets|stays?)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Verb();

    [GeneratedRegex(
        @"\b(not|no|never|neither|nor|without|rather than|instead of|unlike|unrelated to|nothing|if|whether)\b|n't\b|\b(rul(e[sd]?|ing) out|exclud(e[sd]?|ing)|dismiss(ed)?)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex Denial();

    [GeneratedRegex(
        @"^\W{0,3}(?:[\w-]+\s+){0,3}?(?:(?:is|are|was|were|has been|have been|can be)\s+)?(?:ruled out|excluded|unlikely|unrelated|dismissed|not (?:the |a |to )?(?:real |actual |root )?(?:cause|problem|issue|blame|reason|at fault|involved))",
        RegexOptions.IgnoreCase)]
    private static partial Regex DenialAfter();

    [GeneratedRegex(@"\b(might|may|maybe|perhaps|possibly|could|either|potentially|suspect(ed)?|unclear|not sure|or)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Hedge();
}
