using Google.Protobuf.WellKnownTypes;
using SreGym.Contracts.Common.V1;
using SreGym.Problems.Faults;

namespace SreGym.Injector.Progress;

/// <summary>Sends steps to the caller of a streaming call, which takes one at a time.</summary>
internal sealed class UpdateWriter(Func<Step, Task> write, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    public async Task WriteAsync(StepReport report)
    {
        await _turn.WaitAsync();
        try
        {
            await write(Map(report));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private Step Map(StepReport report) => new()
    {
        Name = report.Name,
        Message = report.Message,
        Time = clock.GetUtcNow().ToTimestamp(),
        State = report.Status switch
        {
            StepStatus.Started => StepState.Started,
            StepStatus.Progress => StepState.Progress,
            StepStatus.Completed => StepState.Completed,
            StepStatus.Skipped => StepState.Skipped,
            _ => StepState.Failed,
        },
    };
}
