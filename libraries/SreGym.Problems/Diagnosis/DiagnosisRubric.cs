using System.Globalization;
using System.Text.RegularExpressions;

namespace SreGym.Problems.Diagnosis;

/// <summary>
/// Grades a diagnosis by rules. The rubric is closed: component, mechanism, root cause and evidence earn, every other cause that is
/// claimed beside the right one costs. A diagnosis without the component or without the root cause cannot pass.
/// </summary>
public sealed class DiagnosisRubric
{
    /// <summary>A diagnosis passes from here.</summary>
    public const double Threshold = 0.7;

    private const double ComponentWeight = 0.35;
    private const double MechanismWeight = 0.15;
    private const double RootCauseWeight = 0.4;
    private const double EvidenceWeight = 0.1;
    private const double ContradictionWeight = -0.35;
    private const double SoundComponentPenalty = 0.34;

    private static readonly Regex s_failure = new(
        @"imagepull|errimagepull|\bfail|\bbroken\b|cannot|can't|\bmissing\b|\baffected\b|\bdown\b|\bstuck\b|not (?:ready|running|starting)",
        RegexOptions.IgnoreCase);

    private static readonly Regex s_soundness = new(
        @"health|\bfine\b|unaffected|\bother|\bdepend|\bcall|downstream|upstream|because|due to|since|\bnormal|still (?:run|work)|not affected|e\.g\.|/recommendations",
        RegexOptions.IgnoreCase);

    /// <summary>What is so in an episode with these settings.</summary>
    public required Func<ProblemSettings, DiagnosisTruth> Truth { get; init; }

    /// <summary>Ways to describe how the fault works.</summary>
    public required IReadOnlyList<DiagnosisMark> Mechanism { get; init; }

    /// <summary>Ways to state the root cause.</summary>
    public required IReadOnlyList<DiagnosisMark> RootCause { get; init; }

    /// <summary>Ways to come close to it.</summary>
    public required IReadOnlyList<DiagnosisMark> NearRootCause { get; init; }

    /// <summary>Observations that support it.</summary>
    public required IReadOnlyList<DiagnosisMark> Evidence { get; init; }

    /// <summary>Causes it is not.</summary>
    public required IReadOnlyList<DiagnosisMark> OtherCauses { get; init; }

    /// <summary>Grades one submission.</summary>
    public DiagnosisGrade Grade(ProblemSettings settings, string submission)
    {
        var truth = Truth(settings);
        var parsed = DiagnosisSubmission.Parse(submission);
        var claims = Statement.Split(parsed.IsStructured ? $"{parsed.Component}: {parsed.Fault}" : parsed.Fault);
        var everything = Statement.Split(parsed.IsStructured ? $"{parsed.Component}.\n{parsed.Fault}.\n{parsed.Evidence}" : parsed.Fault);
        GradedItem[] items =
        [
            GradeComponent(truth, parsed, everything),
            GradeMechanism(everything),
            GradeRootCause(truth, claims),
            GradeEvidence(parsed),
            GradeContradictions(truth, everything),
        ];
        var score = Math.Clamp(items.Sum(item => item.Weight * item.Score), 0, 1);
        return new DiagnosisGrade(Math.Round(score, 3), Threshold, items);
    }

    private static GradedItem GradeComponent(DiagnosisTruth truth, DiagnosisSubmission submission, IReadOnlyList<Statement> statements)
    {
        string[] all = [.. truth.Components, .. truth.SoundComponents];
        var named = truth.Components.Where(component => IsNamed(component, all, submission)).ToList();
        var everyone = truth.SoundComponents.Count == 0
            && Regex.IsMatch(submission.Component, @"\b(all|every|each)\b.{0,40}\b(service|deployment|pod|component)", RegexOptions.IgnoreCase);
        var share = everyone ? 1 : (double)named.Count / truth.Components.Count;
        var byObject = share == 0 && statements.Any(statement => statement.Text.Contains(truth.FaultyObject, StringComparison.OrdinalIgnoreCase));
        var wrong = truth.SoundComponents.Where(component => IsBlamed(component, all, submission, statements)).ToList();
        var score = Math.Max(0, (byObject ? 0.5 : share) - (wrong.Count * SoundComponentPenalty));
        if (submission.Namespace is { Length: > 0 } place && place.Trim() != truth.Namespace)
        {
            score /= 2;
        }

        var reason = $"Broken: {string.Join(", ", truth.Components)}. Named: {(named.Count > 0 ? string.Join(", ", named) : everyone ? "all" : "none")}."
            + (wrong.Count > 0 ? $" Blamed though sound: {string.Join(", ", wrong)}." : "");
        return new GradedItem("component", ComponentWeight, score, reason);
    }

    private static bool IsNamed(string component, IEnumerable<string> all, DiagnosisSubmission submission) =>
        (submission.IsStructured && Regex.IsMatch(submission.Component, $@"(?<![\w-]){Regex.Escape(component)}\b", RegexOptions.IgnoreCase))
        || ComponentNames.GetPattern(component, all).IsMatch(submission.Component);

    private static bool IsBlamed(
        string component, IEnumerable<string> all, DiagnosisSubmission submission, IReadOnlyList<Statement> statements)
    {
        var pattern = ComponentNames.GetPattern(component, all);
        return submission.IsStructured
            ? IsNamed(component, all, submission)
            : statements.Any(statement => s_failure.IsMatch(statement.Text)
                && !s_soundness.IsMatch(statement.Text)
                && statement.FindClaim(pattern) is not null);
    }

    private GradedItem GradeMechanism(IReadOnlyList<Statement> statements)
    {
        var found = FindClaims(Mechanism, statements).ToList();
        return new GradedItem("mechanism", MechanismWeight, found.Count > 0 ? 1 : 0, Describe(found, "How it fails is not said."));
    }

    private GradedItem GradeRootCause(DiagnosisTruth truth, IReadOnlyList<Statement> claims)
    {
        var exact = FindClaims(RootCause, claims).Where(claim => !IsAboutOther(truth, claim)).ToList();
        if (exact.Count > 0)
        {
            var hedged = exact.TrueForAll(claim => claim.Hedged);
            return new GradedItem(
                "root cause", RootCauseWeight, hedged ? 0.5 : 1, Describe(exact, "") + (hedged ? " It is only called possible." : ""));
        }

        var near = FindClaims(NearRootCause, claims).Where(claim => !IsAboutOther(truth, claim)).ToList();
        return new GradedItem("root cause", RootCauseWeight, near.Count > 0 ? 0.5 : 0, Describe(near, "The root cause is not stated."));
    }

    private GradedItem GradeEvidence(DiagnosisSubmission submission)
    {
        var found = Evidence.Where(mark => mark.Pattern.IsMatch(submission.Evidence) || mark.Pattern.IsMatch(submission.Fault)).ToList();
        var score = found.Count switch { 0 => 0, 1 => 0.6, _ => 1.0 };
        var reason = found.Count == 0 ? "No observation is given." : $"Observed: {string.Join(", ", found.Select(mark => mark.Name))}.";
        return new GradedItem("evidence", EvidenceWeight, score, reason);
    }

    private GradedItem GradeContradictions(DiagnosisTruth truth, IReadOnlyList<Statement> statements)
    {
        // A true remark about a bystander is no claim about the cause.
        var found = FindClaims(OtherCauses, statements).Where(claim => !IsAboutBystander(truth, claim)).Select(claim => claim.Name).Distinct(StringComparer.Ordinal).ToList();
        var text = string.Join('\n', statements.Select(statement => statement.Text));
        if (!text.Contains(truth.FaultyObject, StringComparison.OrdinalIgnoreCase))
        {
            found.AddRange(truth.OtherObjects.Where(other => text.Contains(other, StringComparison.OrdinalIgnoreCase)
                && FindClaims(RootCause, statements).Any(claim => claim.Sentence.Contains(other, StringComparison.OrdinalIgnoreCase))));
        }

        var reason = found.Count == 0 ? "None." : $"Also claimed: {string.Join(", ", found)}.";
        return new GradedItem("contradictions", ContradictionWeight, found.Count, reason);
    }

    private static bool IsAboutOther(DiagnosisTruth truth, Claim claim) =>
        truth.OtherObjects.Any(other => claim.Text.Contains(other, StringComparison.OrdinalIgnoreCase))
        && !claim.Text.Contains(truth.FaultyObject, StringComparison.OrdinalIgnoreCase);

    private static bool IsAboutBystander(DiagnosisTruth truth, Claim claim) =>
        truth.OtherObjects.Any(other => claim.Sentence.Contains(other, StringComparison.OrdinalIgnoreCase))
        && !claim.Sentence.Contains(truth.FaultyObject, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<Claim> FindClaims(IReadOnlyList<DiagnosisMark> marks, IReadOnlyList<Statement> statements) =>
        from statement in statements
        from mark in marks
        let match = statement.FindClaim(mark.Pattern)
        where match is not null
        select new Claim(mark.Name, match.Value, statement.Text, statement.IsHedged(match));

    private static string Describe(List<Claim> claims, string none) => claims.Count == 0
        ? none
        : string.Create(CultureInfo.InvariantCulture, $"Said: “{claims[0].Text}”.");

    private sealed record Claim(string Name, string Text, string Sentence, bool Hedged);
}
