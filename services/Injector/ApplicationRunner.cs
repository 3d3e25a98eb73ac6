using SreGym.Injector.Applications;
using SreGym.Injector.Ledger;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using Microsoft.Extensions.Options;

namespace SreGym.Injector;

/// <summary>Deploys an application and takes it away again.</summary>
internal sealed class ApplicationRunner(LedgerStore ledgers, IOptions<InjectorOptions> options, TimeProvider clock)
{
    public async Task DeployAsync(
        Application application, SubjectApi subject, string episodeId, StepRunner steps, CancellationToken cancellationToken)
    {
        var changes = new ChangeRecorder(subject, ledgers.Open(episodeId), ChangePhase.Application);
        foreach (var group in application.Manifests.GroupBy(manifest => manifest.Text("kind")!))
        {
            var names = string.Join(", ", group.Select(manifest => manifest.Name()));
            await steps.RunAsync($"create {Plural(group.Key)}", names, async () =>
            {
                var made = 0;
                foreach (var manifest in group)
                {
                    made += await changes.PutAsync(manifest, cancellationToken) ? 1 : 0;
                }

                return made > 0;
            });
        }

        await steps.RunAsync("await rollout", $"Namespace {application.Profile.Namespace}", async () =>
        {
            await new WorkloadWait(subject, application.Profile.Namespace, clock).ForRolloutAsync(
                application.Deployments,
                options.Value.Patience,
                waiting => steps.ReportProgressAsync("await rollout", waiting),
                cancellationToken);
            return true;
        });
    }

    public async Task<RecoveryResult> RemoveAsync(EpisodeSubject episode, StepRunner steps, CancellationToken cancellationToken)
    {
        var (subject, ledger) = (episode.Api, ledgers.Open(episode.Id));
        var namespaces = ledger.ListOpen()
            .Where(change => change.Key.Resource == KubernetesResources.Namespaces && change.Verb == ChangeVerb.Create)
            .Select(change => change.Key)
            .ToList();
        var pods = RemovedPods.Find(ledger, episode.KeptNamespaces, _ => true);
        var result = await new ChangeUndoer(subject, ledger, steps, clock).UndoAsync(RecoveryScope.Everything, cancellationToken);
        var stuck = new List<string>(result.Leftovers);
        foreach (var key in namespaces)
        {
            await steps.RunAsync("await removal", key.ToString(), async () =>
            {
                if (!await new ObjectWait(subject, clock).ForRemovalAsync(key, options.Value.Patience, cancellationToken))
                {
                    stuck.Add($"{key}: it is still being deleted. Look for finalizers that nobody handles.");
                }

                return true;
            });
        }

        await pods.AwaitAsync(subject, steps, options.Value.Patience, clock, stuck, cancellationToken);
        return new RecoveryResult(result.Changes, stuck);
    }

    private static string Plural(string kind) => kind switch
    {
        "Namespace" => "namespace",
        "ConfigMap" => "config maps",
        "PersistentVolumeClaim" => "volume claims",
        _ => $"{kind.ToLowerInvariant()}s",
    };
}
