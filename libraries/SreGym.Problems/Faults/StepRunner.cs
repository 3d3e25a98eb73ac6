using System.Diagnostics;

namespace SreGym.Problems.Faults;

/// <summary>Runs the steps of a fault: one span and a line of progress each.</summary>
public sealed class StepRunner(Func<StepReport, Task> report)
{
    /// <summary>Runs a step that says whether there was anything to do.</summary>
    /// <param name="name">Lower-case verb and object without values; also the span's name.</param>
    /// <param name="subject">What it is done to.</param>
    /// <param name="step">The work; false when it was done already.</param>
    public async Task RunAsync(string name, string subject, Func<Task<bool>> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        using var span = ProblemsTelemetry.Source.StartActivity(name);
        span?.SetTag(ProblemsTelemetry.FaultStep, name);
        span?.SetTag(ProblemsTelemetry.FaultObject, subject);
        await report(new StepReport(name, StepStatus.Started, subject));
        try
        {
            var done = await step();
            await report(new StepReport(name, done ? StepStatus.Completed : StepStatus.Skipped, subject));
        }
        catch (Exception error)
        {
            span?.SetStatus(ActivityStatusCode.Error, error.Message);
            await report(new StepReport(name, StepStatus.Failed, $"{subject}: {error.Message}"));
            throw;
        }
    }

    /// <summary>Says how far a step is, as an event of the current span.</summary>
    public Task ReportProgressAsync(string name, string message)
    {
        Activity.Current?.AddEvent(new ActivityEvent(message));
        return report(new StepReport(name, StepStatus.Progress, message));
    }
}
