using System.Collections.Concurrent;
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
/// more once the fault is undone, at the same time. One thing that cannot be given back does not keep the others: it stays in the record,
/// for a later recovery, and is named in the leftovers.
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
            var left = new ConcurrentDictionary<Holding, IReadOnlyList<string>>();
            context.Update(record => record with { Leftovers = [] });
            foreach (var together in context.Record.Holdings.Reverse().GroupBy(TurnOf))
            {
                await Task.WhenAll(together.Select(async holding =>
                {
                    left[holding] = await TryReleaseAsync(context, holding, cancellationToken);
                    Conclude(context, left);
                }));
            }
        });

    // Each waits until a namespace of its own is gone, on a real cluster for as long as its pods take to end.
    private static Holding TurnOf(Holding holding) => holding == Holding.Registry ? Holding.Application : holding;

    private void Conclude(EpisodeContext context, ConcurrentDictionary<Holding, IReadOnlyList<string>> left)
    {
        if (left.TryGetValue(Holding.Cluster, out var ofCluster) && ofCluster.Count == 0 && targets.Get(context.Spec.Target).OwnsCluster(context.Spec))
        {
            // With the cluster, everything in it is gone, whatever could not be undone before.
            left[Holding.Fault] = left[Holding.Registry] = left[Holding.Application] = [];
        }

        context.Update(record => record with
        {
            Holdings = [.. record.Holdings.Where(held => left.GetValueOrDefault(held) is not { Count: 0 })],
            Leftovers = [.. left.OrderByDescending(held => held.Key).SelectMany(held => held.Value)],
        });
    }

    private async Task<IReadOnlyList<string>> TryReleaseAsync(EpisodeContext context, Holding holding, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<string> left = [];
            await absence.SitOutAsync(context, async () => left = await ReleaseAsync(context, holding, cancellationToken), cancellationToken);
            return left;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            var reason = Failures.Describe(error);
            Log.ReleaseFailed(logger, error, context.Spec.EpisodeId, holding.ToString(), reason);
            return [$"{holding}: {reason}"];
        }
    }

    // What is left of it.
    private async Task<IReadOnlyList<string>> ReleaseAsync(EpisodeContext context, Holding holding, CancellationToken cancellationToken)
    {
        var target = targets.Get(context.Spec.Target);
        switch (holding)
        {
            case Holding.Session:
                ParticipantFiles.DeleteKubeconfig(folders.Episode(context.Spec.EpisodeId));
                await gateway.CloseSessionAsync(
                    new CloseSessionRequest { SessionId = context.Spec.EpisodeId }, cancellationToken: cancellationToken);
                return [];
            case Holding.Cluster:
                await target.ReleaseAsync(context.Spec, cancellationToken);
                return [];
            case Holding.Baseline:
                await oracle.ReleaseBaselineAsync(
                    new ReleaseBaselineRequest { Subject = context.Subject ?? Nameless(context.Spec) }, cancellationToken: cancellationToken);
                return [];
            // After a restart the administrator's access to an embedded cluster is gone; deleting the cluster is all that is left.
            case var _ when context.Subject is null:
                return target.OwnsCluster(context.Spec) ? [] : throw NoWayBack(context.Spec);
            case Holding.Fault:
                return await RecoverFaultAsync(context, context.Subject, cancellationToken);
            case var _ when target.OwnsCluster(context.Spec):
                return [];
            case Holding.Registry:
                await mirror.RemoveRegistryAsync(new RemoveRegistryRequest { Subject = context.Subject }, cancellationToken: cancellationToken);
                return [];
            default:
                return await RemoveApplicationAsync(context, context.Subject, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<string>> RecoverFaultAsync(EpisodeContext context, Subject subject, CancellationToken cancellationToken)
    {
        using var call = injector.RecoverFault(new RecoverFaultRequest { Subject = subject }, cancellationToken: cancellationToken);
        return (await FaultUpdates.FollowAsync(call, context, cancellationToken)).Leftovers;
    }

    private async Task<IReadOnlyList<string>> RemoveApplicationAsync(EpisodeContext context, Subject subject, CancellationToken cancellationToken)
    {
        using var call = injector.RemoveApplication(new RemoveApplicationRequest { Subject = subject }, cancellationToken: cancellationToken);
        return (await FaultUpdates.FollowAsync(call, context, cancellationToken)).Leftovers;
    }

    private static SreGymException NoWayBack(EpisodeSpec spec) => new(
        StatusCode.FailedPrecondition,
        ErrorReasons.SubjectUnreachable,
        $"There is no way back to the cluster of target '{spec.Target}': what the episode made there is still there. "
        + $"Bring the cluster up, or say where it is now: ./sregym recover --episode {spec.EpisodeId} --kubeconfig <path> --context <name>.");

    private static Subject Nameless(EpisodeSpec spec) => new() { EpisodeId = spec.EpisodeId, Target = spec.Target, Seed = spec.Seed };
}
