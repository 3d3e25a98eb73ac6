using System.Globalization;
using SreGym.Problems.Baselines;

namespace SreGym.Problems.Checks;

/// <summary>Everything else is as it was: the subject equals its baseline but for what a repair of this problem may change.</summary>
public sealed class NoCollateralDamageCheck : IMitigationCheck
{
    private const int Shown = 20;

    /// <inheritdoc />
    public string Name => "no collateral damage";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var now = await BaselineCrawler.CaptureAsync(context.Subject, cancellationToken);
        var allowed = context.Settings.Problem.AllowedDifferences;
        var differences = BaselineComparison.Compare(context.Baseline, now)
            .ToLookup(difference => allowed.Any(rule => rule.Covers(difference, context.Targets, now)));
        var damage = differences[false].Select(difference => difference.ToString()).ToList();
        var evidence = damage.Take(Shown).Select(text => new CheckEvidence("difference", text))
            .Concat(differences[true].Take(Shown).Select(difference => new CheckEvidence("allowed", difference.ToString())))
            .ToList();
        return damage.Count == 0
            ? CheckOutcome.Pass("Nothing but the repair differs from the baseline.", evidence)
            : CheckOutcome.Fail(
                string.Create(CultureInfo.InvariantCulture, $"{damage.Count} differences from the baseline, first: {damage[0]}."), evidence);
    }
}
