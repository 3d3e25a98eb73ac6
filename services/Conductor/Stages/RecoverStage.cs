using Google.Protobuf.Collections;
using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Participants;
using SreGym.Conductor.Storage;
using SreGym.Conductor.Targets;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Gateway.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Stages;

/// <summary>
/// Gives back everything the record says the episode holds, newest first; registry and application, which do not need each other any
/// more once the fault is undone, at the same time. One thing that cannot be given back does not keep the others: it stays in the record
/// and is named in the leftovers.
/// </summary>
internal sealed class RecoverStage(
    TargetDirectory targets,
    InjectorService.InjectorServiceClient injector,
    OracleService.OracleServiceClient oracle,
    RegistryMirrorService.RegistryMirrorServiceClient mirror,
    GatewayService.GatewayServiceClient gateway,
    ServiceAbsence absence,
    Folders folders,
    ILogger<RecoverStage> logger) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Recover;

    public Task RunAsync(EpisodeContext context, CancellationToken cancellationToken) =>
        context.RunSpanAsync("recover fault", async () =>
        {
            context.Update(record => record with { Leftovers = [] });
            ParticipantFiles.DeleteKubeconfig(folders.Episode(context.Spec.EpisodeId));
            foreach (var together in context.Record.Holdings.Reverse().GroupBy(TurnOf))
            {
                await Task.WhenAll(together.Select(holding => TryReleaseAsync(context, holding, cancellationToken)));
            }
        });

    // Each waits until a namespace of its own is gone, on a real cluster for as long as its pods take to end.
    private static Holding TurnOf(Holding holding) => holding == Holding.Registry ? Holding.Application : holding;

    private async Task TryReleaseAsync(EpisodeContext context, Holding holding, CancellationToken cancellationToken)
    {
        try
        {
            await absence.SitOutAsync(context, () => ReleaseAsync(context, holding, cancellationToken), cancellationToken);
            context.Release(holding);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var reason = Failures.Describe(error);
            Log.ReleaseFailed(logger, error, context.Spec.EpisodeId, holding.ToString(), reason);
            AddLeftovers(context, new RepeatedField<string> { $"{holding}: {reason}" });
        }
    }

    private Task ReleaseAsync(EpisodeContext context, Holding holding, CancellationToken cancellationToken)
    {
        var target = targets.Get(context.Spec.Target);
        return holding switch
        {
            Holding.Session => gateway.CloseSessionAsync(
                new CloseSessionRequest { SessionId = context.Spec.EpisodeId }, cancellationToken: cancellationToken).ResponseAsync,
            Holding.Cluster => target.ReleaseAsync(context.Spec, cancellationToken),
            Holding.Baseline => oracle.ReleaseBaselineAsync(
                new ReleaseBaselineRequest { Subject = context.Subject ?? Nameless(context.Spec) },
                cancellationToken: cancellationToken).ResponseAsync,
            // After a restart the administrator's access to an embedded cluster is gone; deleting the cluster is all that is left.
            _ when context.Subject is null => target.OwnsCluster(context.Spec)
                ? Task.CompletedTask
                : throw new SreGymException(
                    StatusCode.FailedPrecondition,
                    ErrorReasons.SubjectUnreachable,
                    $"There is no way back to the cluster of target '{target.Name}': what the episode made there is still there."),
            Holding.Fault => RecoverFaultAsync(context, context.Subject, cancellationToken),
            _ when target.OwnsCluster(context.Spec) => Task.CompletedTask,
            Holding.Registry => mirror.RemoveRegistryAsync(
                new RemoveRegistryRequest { Subject = context.Subject }, cancellationToken: cancellationToken).ResponseAsync,
            Holding.Application => RemoveApplicationAsync(context, context.Subject, cancellationToken),
            _ => Task.CompletedTask,
        };
    }

    private async Task RecoverFaultAsync(EpisodeContext context, Subject subject, CancellationToken cancellationToken)
    {
        using var call = injector.RecoverFault(new RecoverFaultRequest { Subject = subject }, cancellationToken: cancellationToken);
        AddLeftovers(context, (await FaultUpdates.FollowAsync(call, context, cancellationToken)).Leftovers);
    }

    private async Task RemoveApplicationAsync(EpisodeContext context, Subject subject, CancellationToken cancellationToken)
    {
        using var call = injector.RemoveApplication(new RemoveApplicationRequest { Subject = subject }, cancellationToken: cancellationToken);
        AddLeftovers(context, (await FaultUpdates.FollowAsync(call, context, cancellationToken)).Leftovers);
    }

    private static Subject Nameless(EpisodeSpec spec) => new() { EpisodeId = spec.EpisodeId, Target = spec.Target, Seed = spec.Seed };

    private static void AddLeftovers(EpisodeContext context, RepeatedField<string> leftovers)
    {
        if (leftovers.Count > 0)
        {
            context.Update(record => record with { Leftovers = [.. record.Leftovers, .. leftovers] });
        }
    }
}
