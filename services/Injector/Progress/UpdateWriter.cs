using Google.Protobuf.WellKnownTypes;
using SreGym.Contracts.Common.V1;
using SreGym.Problems.Faults;

namespace SreGym.Injector.Progress;

/// <summary>Sends steps to the caller of a streaming call.</summary>
internal sealed class UpdateWriter(Func<Step, Task> write, TimeProvider clock)
{
    public Task WriteAsync(StepReport report) => write(new Step
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
    });
}
