using System.Globalization;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>
/// The application answers every request that depends on a target and that it answered while it was healthy: stand-in images answer
/// some only, and gRPC services none of those sent here. Where users send requests, theirs are answered as well as before the fault.
/// </summary>
public sealed class ServiceWorksCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "service works";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var profile = context.Settings.Problem.Profile;
        var targets = context.Targets;
        var requests = ApplicationRequest.ListAll(profile, context.Baseline)
            .Where(request => context.Baseline.AnsweredRequests.Contains(request.Key) && request.DependsOn.Intersect(targets).Any())
            .ToList();
        var evidence = new List<CheckEvidence>();
        var failed = new List<string>();
        foreach (var request in requests)
        {
            var response = await request.SendAsync(context.Subject, profile.Namespace, cancellationToken);
            evidence.Add(new CheckEvidence(request.ShortName, Show(response)));
            if (response.StatusCode != 200)
            {
                failed.Add(request.ShortName);
            }
        }

        if (context.Workload is { } workload)
        {
            var (seen, worse) = await WorkloadComparison.CompareAsync(context, workload, cancellationToken);
            evidence.AddRange(seen);
            failed.AddRange(worse);
        }

        return (evidence.Count, failed.Count) switch
        {
            (0, _) => CheckOutcome.Pass("Nothing can be asked here: no request that depends on a target was answered before the fault either.", evidence),
            (_, 0) => CheckOutcome.Pass($"The application answers {Join(evidence.Select(item => item.Key))}.", evidence),
            _ => CheckOutcome.Fail($"The application does not answer {Join(failed)}.", evidence),
        };
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private static string Show(ProxyResponse response)
    {
        var body = response.Body.ReplaceLineEndings(" ");
        return string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} {(body.Length > 160 ? body[..157] + "..." : body)}");
    }
}
