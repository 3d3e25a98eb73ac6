using System.Text.RegularExpressions;

namespace SreGym.Standalone.Tests.Isolation;

/// <summary>Words that a participant may not meet: those of the answer and those of the harness.</summary>
internal static partial class Secrecy
{
    /// <summary>Texts that hold such a word and say nothing: where they stand (part of the request), what they are, and why.</summary>
    private static readonly (string Where, string Text, string Why)[] s_innocent =
    [
        ("", "ghcr.io/sregym/hotel-reservation", "the application's public image is published under this name"),
        ("", "Private image registry", "what the registry's own team calls it"),
        ("/openapi/", @"\b(inject|problem|standalone)\w*", "Kubernetes' published descriptions of its fields use these words"),
        ("", "system:node-problem-detector", "a role that every Kubernetes has"),
        ("/log", "This may cause problems with uploads", "what the registry says when it starts"),
        ("/status", "diagnosis|mitigation", "stages in SREGym's contract, which clients wait for"),
        ("task", "diagnosis|mitigation|root cause", "what the participant is asked for, whatever the answer is"),
    ];

    /// <summary>Every word that is met, with where and what stands around it.</summary>
    public static IEnumerable<string> Find(IEnumerable<Sight> sights) =>
        from sight in sights
        from text in (string[])[sight.Headers, sight.Body]
        let read = Forgive(sight.Where, text)
        from Match match in Words().Matches(read)
        select $"{sight.Where} ({sight.Status}): …{read[Math.Max(0, match.Index - 60)..Math.Min(read.Length, match.Index + 60)]}…";

    private static string Forgive(string where, string text) => s_innocent
        .Where(innocent => where.Contains(innocent.Where, StringComparison.Ordinal))
        .Aggregate(text, (rest, innocent) => Regex.Replace(rest, innocent.Text, "", RegexOptions.IgnoreCase));

    // "default" holds a fault.
    [GeneratedRegex(
        """
        sregym|(?<!de)fault|problem|decoy|oracle|inject|baseline|harness|cheat|verdict|rubric|episode|conductor|participant|breadcrumb|
        ledger|simulat|kestrel|aspire|standalone|root.?cause|missing.image|expired.registry|expired.token|token.\w*.?expired|earlier.token|mitigation|diagnosis|
        rollout.complete|fresh.authenticated|usable.secret|still.locked|collateral|service.works|private.image
        """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Words();
}
