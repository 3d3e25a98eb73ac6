using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Injector.V1;

namespace SreGym.Conductor.Stages;

/// <summary>Breaks the application and waits until it shows.</summary>
internal sealed class InjectStage(InjectorService.InjectorServiceClient injector, RepairWatcher repairs, RegistryWatcher registry) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Inject;

    public async Task RunAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        await context.RunSpanAsync("inject fault", () => InjectAsync(context, cancellationToken));
        await context.RunSpanAsync("await symptom", () => registry.GuardAsync(
            context, stop => AwaitSymptomAsync(context, stop), cancellationToken));
        context.Watches.Start(ending => repairs.WatchAsync(context, ending));
    }

    private async Task InjectAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        context.CurrentSpan?.SetTag(TelemetryNames.FaultKind, context.Spec.ProblemId);
        context.UpdateTimes(times => times with { FaultInjected = context.Time.GetUtcNow() });
        using var call = injector.InjectFault(
            new InjectFaultRequest { Subject = context.RequireSubject(), Problem = context.Problem }, cancellationToken: cancellationToken);
        context.Locks = [.. (await FaultUpdates.FollowAsync(call, context, cancellationToken)).Locks];
    }

    private async Task AwaitSymptomAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        using var call = injector.AwaitSymptom(
            new AwaitSymptomRequest { Subject = context.RequireSubject(), Problem = context.Problem }, cancellationToken: cancellationToken);
        await FaultUpdates.FollowAsync(call, context, cancellationToken);
        context.UpdateTimes(times => times with { FaultVisible = context.Time.GetUtcNow() });
    }
}
