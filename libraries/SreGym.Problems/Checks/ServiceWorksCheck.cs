using System.Globalization;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>The application answers every request that depends on a target.</summary>
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
        var evidence = new List<CheckEvidence>();
        var failed = new List<string>();
        foreach (var endpoint in profile.Endpoints.Where(candidate => candidate.DependsOn.Intersect(targets).Any()))
        {
            var path = endpoint.PathAndQuery.Split('?')[0];
            var response = await context.Subject.GetThroughServiceAsync(
                profile.Namespace, profile.EntryPoint, endpoint.PathAndQuery, cancellationToken);
            evidence.Add(new CheckEvidence(path, Show(response)));
            if (response.StatusCode != 200)
            {
                failed.Add(path);
            }
        }

        return failed.Count == 0
            ? CheckOutcome.Pass($"The frontend answers {string.Join(", ", evidence.Select(item => item.Key))}.", evidence)
            : CheckOutcome.Fail($"The frontend does not answer {string.Join(", ", failed)}.", evidence);
    }

    private static string Show(ProxyResponse response)
    {
        var body = response.Body.ReplaceLineEndings(" ");
        return string.Create(CultureInfo.InvariantCulture, $"{response.StatusCode} {(body.Length > 160 ? body[..157] + "..." : body)}");
    }
}
