using SreGym.Problems.Applications;
using SreGym.Problems.Baselines;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>Finds out which requests a healthy application answers.</summary>
public static class AnsweredRequests
{
    private const int Attempts = 4;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>The keys of the requests that are answered 200. One of the application's own endpoints that is not is asked again a few times.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(
        SubjectApi subject, ApplicationProfile profile, Baseline baseline, TimeProvider clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var requests = ApplicationRequest.ListAll(profile, baseline);
        var answered = new HashSet<string>(StringComparer.Ordinal);
        for (var attempt = 1; ; attempt++)
        {
            foreach (var request in requests.Where(request => !answered.Contains(request.Key)))
            {
                if ((await request.SendAsync(subject, profile.Namespace, cancellationToken)).StatusCode == 200)
                {
                    answered.Add(request.Key);
                }
            }

            var isMissingEndpoint = requests.Take(profile.Endpoints.Count).Any(request => !answered.Contains(request.Key));
            if (!isMissingEndpoint || attempt == Attempts)
            {
                return [.. requests.Select(request => request.Key).Where(answered.Contains)];
            }

            await Task.Delay(s_pause, clock, cancellationToken);
        }
    }
}
