using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Workloads;

/// <summary>
/// Sends an application's usual requests through the API server's proxy at a steady rate. Which request comes when is the seed's; a slow
/// answer delays no other request until <see cref="MaxInFlight"/> are waiting.
/// </summary>
/// <param name="profile">The application.</param>
/// <param name="requestsPerSecond">Rate over all endpoints.</param>
/// <param name="seed">Decides the order and the content of the requests.</param>
/// <param name="clock">Time.</param>
public sealed class RequestWorkload(ApplicationProfile profile, double requestsPerSecond, long seed, TimeProvider clock)
{
    /// <summary>Requests that wait for their answers at the same time.</summary>
    public const int MaxInFlight = 64;

    /// <summary>An answer that takes longer counts as none.</summary>
    public static readonly TimeSpan RequestTimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>The requests in the order they are sent, without an end.</summary>
    public IEnumerable<(WorkloadEndpoint Endpoint, string PathAndQuery)> Draw()
    {
        var random = new Random(unchecked((int)(seed ^ (seed >> 32))));
        while (true)
        {
            var endpoint = Choose(random.NextDouble());
            yield return (endpoint, $"{endpoint.Path}?{endpoint.DrawQuery(random)}");
        }
    }

    /// <summary>Sends until cancelled, and returns when the last request has come to its end.</summary>
    public async Task RunAsync(SubjectApi subject, WorkloadRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentNullException.ThrowIfNull(record);
        using var places = new SemaphoreSlim(MaxInFlight);
        using var ticks = new PeriodicTimer(TimeSpan.FromSeconds(1 / requestsPerSecond), clock);
        try
        {
            foreach (var (endpoint, pathAndQuery) in Draw())
            {
                await ticks.WaitForNextTickAsync(cancellationToken);
                await places.WaitAsync(cancellationToken);
                _ = SendAsync(subject, endpoint, pathAndQuery, record, cancellationToken)
                    .ContinueWith(_ => places.Release(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            for (var place = 0; place < MaxInFlight; place++)
            {
                await places.WaitAsync(CancellationToken.None);
            }
        }
    }

    private WorkloadEndpoint Choose(double point)
    {
        foreach (var endpoint in profile.Workload)
        {
            point -= endpoint.Share;
            if (point < 0)
            {
                return endpoint;
            }
        }

        return profile.Workload[^1];
    }

    private async Task SendAsync(
        SubjectApi subject, WorkloadEndpoint endpoint, string pathAndQuery, WorkloadRecord record, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(RequestTimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var response = await subject.GetThroughServiceAsync(profile.Namespace, profile.EntryPoint, pathAndQuery, either.Token);
            record.Add(endpoint.Path, clock.GetUtcNow(), response.StatusCode == 200);
        }
        catch (Exception error) when (error is OperationCanceledException or HttpRequestException or IOException)
        {
            // The end of the workload is nobody's failure.
            if (!cancellationToken.IsCancellationRequested)
            {
                record.Add(endpoint.Path, clock.GetUtcNow(), answered: false);
            }
        }
    }
}
