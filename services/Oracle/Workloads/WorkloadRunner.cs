using Google.Protobuf.WellKnownTypes;
using SreGym.Contracts.Oracle.V1;
using SreGym.Problems.Applications;
using SreGym.Problems.Subjects;
using SreGym.Problems.Workloads;
using SreGym.ServiceDefaults.Time;

namespace SreGym.Oracle.Workloads;

/// <summary>Runs a workload for an episode and says once a second what became of its requests.</summary>
internal sealed class WorkloadRunner(WorkloadBook book, SteadyClock clock)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(1);

    public async Task RunAsync(
        string episodeId,
        SubjectApi subject,
        ApplicationProfile profile,
        RunWorkloadRequest request,
        Func<RunWorkloadUpdate, Task> report,
        CancellationToken ending)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var record = book.Open(episodeId);
        var running = new RequestWorkload(profile, request.RequestsPerSecond, request.Seed, clock).RunAsync(subject, record, stop.Token);
        try
        {
            using var ticks = new PeriodicTimer(s_interval, clock);
            var from = DateTimeOffset.MinValue;
            while (await ticks.WaitForNextTickAsync(ending))
            {
                var until = clock.GetUtcNow();
                var update = new RunWorkloadUpdate { Time = until.ToTimestamp() };
                update.Endpoints.AddRange(record.Count(from, until).Select(tally => new EndpointTally
                {
                    Endpoint = tally.Endpoint,
                    Sent = tally.Sent,
                    Answered = tally.Answered,
                }));
                from = until;
                await report(update);
            }
        }
        finally
        {
            await stop.CancelAsync();
            await running;
            book.Close(episodeId, record);
        }
    }
}
