using Google.Protobuf.WellKnownTypes;
using SreGym.Contracts.Common.V1;

namespace SreGym.Conductor.Targets;

/// <summary>Lines of progress while a target makes its subject.</summary>
internal sealed class StepReporter(Action<Step> report, TimeProvider time)
{
    /// <summary>Runs one step; the result is described when it is done.</summary>
    public async Task<T> RunAsync<T>(string name, Func<Task<T>> work, Func<T, string> describe)
    {
        Report(name, StepState.Started, "");
        try
        {
            var result = await work();
            Report(name, StepState.Completed, describe(result));
            return result;
        }
        catch (Exception error)
        {
            Report(name, StepState.Failed, error.Message);
            throw;
        }
    }

    /// <summary>How far the current step is.</summary>
    public void Progress(string name, string message) => Report(name, StepState.Progress, message);

    private void Report(string name, StepState state, string message) =>
        report(new Step { Name = name, State = state, Message = message, Time = time.GetUtcNow().ToTimestamp() });
}
