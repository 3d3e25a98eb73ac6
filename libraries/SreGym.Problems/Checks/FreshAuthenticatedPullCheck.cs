using System.Globalization;

namespace SreGym.Problems.Checks;

/// <summary>The registry's own log shows a pull of each target's repository, by a user it accepted, after the fault.</summary>
public sealed class FreshAuthenticatedPullCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "fresh authenticated pull";

    /// <inheritdoc />
    public Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var evidence = new List<CheckEvidence>();
        var missing = new List<string>();
        foreach (var target in context.Targets)
        {
            var repository = context.FindImage(target)?.RepositoryPath;
            var pull = context.Pulls.LastOrDefault(record => record.Repository == repository
                && record.Status == 200
                && record.Username.Length > 0);
            if (pull is null)
            {
                missing.Add(repository ?? target);
            }
            else
            {
                var seen = string.Create(CultureInfo.InvariantCulture, $"{pull.Time:O} by {pull.Username}: {pull.Reference}");
                evidence.Add(new CheckEvidence(pull.Repository, seen));
            }
        }

        return Task.FromResult(missing.Count == 0
            ? CheckOutcome.Pass("The registry served every target's image to an authenticated user after the fault.", evidence)
            : CheckOutcome.Fail($"The registry has served nobody who was authenticated since the fault: {string.Join(", ", missing)}.", evidence));
    }
}
