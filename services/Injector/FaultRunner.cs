using Microsoft.Extensions.Options;
using SreGym.Injector.Applications;
using SreGym.Problems;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;

namespace SreGym.Injector;

/// <summary>Applies the faults of the catalogue, and undoes them from the ledger.</summary>
internal sealed class FaultRunner(LedgerStore ledgers, IOptions<InjectorOptions> options, TimeProvider clock)
{
    public FaultContext CreateContext(
        ChangePhase phase,
        EpisodeSubject episode,
        ProblemSettings settings,
        StepRunner steps,
        RegistryAccount? registry = null,
        IReadOnlyList<PrivateImage>? images = null) => new()
        {
            Settings = settings,
            Subject = episode.Api,
            Kubernetes = episode.Kubernetes,
            Changes = new ChangeRecorder(episode.Api, ledgers.Open(episode.Id), phase),
            Steps = steps,
            Clock = clock,
            Seed = episode.Seed,
            Patience = options.Value.Patience,
            Registry = registry,
            Images = images ?? [],
            CachePurgeObstacle = episode.CachePurgeObstacle,
            BlocksPublic = episode.Settings?.BlockPublic == true,
            PublicBlockObstacle = episode.PublicBlockObstacle,
            ResolveImage = image => ApplicationTailor.Resolve(episode.Settings, options.Value.Resolve(image)),
        };

    public int CountChanges(string episodeId, ChangePhase phase) => ledgers.Open(episodeId).ListOpen().Count(change => change.Phase == phase);

    public async Task<RecoveryResult> RecoverAsync(
        EpisodeSubject episode, RecoveryScope scope, StepRunner steps, CancellationToken cancellationToken)
    {
        var ledger = ledgers.Open(episode.Id);
        var pods = RemovedPods.Find(
            ledger, episode.KeptNamespaces, phase => scope == RecoveryScope.Preparation && phase == ChangePhase.Preparation);
        var result = await new ChangeUndoer(episode.Api, ledger, steps, clock, episode.KeptNamespaces)
            .UndoAsync(scope, AwaitPodsAsync, cancellationToken);
        var kept = scope == RecoveryScope.Preparation ? ChangePhase.Application : ChangePhase.Preparation;
        var workloads = ledger.ListOpen()
            .Where(change => change.Key.Resource == KubernetesResources.Deployments && change.Phase <= kept)
            .Select(change => change.Key)
            .ToLookup(key => key.Namespace!, key => key.Name);
        var leftovers = new List<string>(result.Leftovers);
        if (result.Changes > 0)
        {
            foreach (var group in workloads)
            {
                await AwaitRolloutAsync(episode, group.Key, [.. group.Distinct()], steps, leftovers, cancellationToken);
            }
        }

        return new RecoveryResult(result.Changes, leftovers);

        async Task<IReadOnlyList<string>> AwaitPodsAsync()
        {
            var left = new List<string>();
            await pods.AwaitAsync(episode.Api, steps, options.Value.Patience, clock, left, cancellationToken);
            return left;
        }
    }

    private Task AwaitRolloutAsync(
        EpisodeSubject episode,
        string @namespace,
        IReadOnlyCollection<string> deployments,
        StepRunner steps,
        List<string> leftovers,
        CancellationToken cancellationToken) =>
        steps.RunAsync("await rollout", $"Namespace {@namespace}", async () =>
        {
            try
            {
                await new WorkloadWait(episode.Api, @namespace, clock).ForRolloutAsync(
                    deployments,
                    options.Value.Patience,
                    waiting => steps.ReportProgressAsync("await rollout", waiting),
                    cancellationToken);
            }
            catch (NotReachedException late)
            {
                leftovers.Add($"Namespace {@namespace}: {late.Message} Every recorded change is undone; look at the pods' events.");
            }

            return true;
        });
}
