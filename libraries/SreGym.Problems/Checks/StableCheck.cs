using System.Globalization;
using SreGym.Problems.Subjects;

namespace SreGym.Problems.Checks;

/// <summary>The application stays available for the whole stability window, as a watch sees it.</summary>
public sealed class StableCheck : IMitigationCheck
{
    /// <inheritdoc />
    public string Name => "stable";

    /// <inheritdoc />
    public async Task<CheckOutcome> EvaluateAsync(CheckContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var health = new ApplicationHealth(context);
        var started = context.Clock.GetTimestamp();
        using var window = new CancellationTokenSource(context.StabilityWindow, context.Clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, window.Token);
        try
        {
            var watch = new WorkloadWatch(context.Subject, context.Namespace, context.Clock);
            await foreach (var snapshot in watch.ReadAllAsync(stop.Token))
            {
                if (health.FindProblem(snapshot) is { } problem)
                {
                    var after = Seconds(context.Clock.GetElapsedTime(started));
                    return CheckOutcome.Fail($"After {after} it was not available: {problem}.", new CheckEvidence("after", after));
                }
            }
        }
        catch (OperationCanceledException) when (window.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
        }

        return CheckOutcome.Pass($"It stayed available for {Seconds(context.StabilityWindow)}.");
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
