using Microsoft.Extensions.Options;
using SreGym.Injector.Applications;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Ledgers;

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

    public Task<RecoveryResult> RemoveAsync(EpisodeSubject episode, StepRunner steps, CancellationToken cancellationToken) =>
        new LedgerPlayback(ledgers, options.Value.Patience, clock).UndoEverythingAsync(
            episode.Api, episode.Id, episode.KeptNamespaces, steps, cancellationToken);

    private static string Plural(string kind) => kind switch
    {
        "Namespace" => "namespace",
        "ConfigMap" => "config maps",
        "PersistentVolumeClaim" => "volume claims",
        _ => $"{kind.ToLowerInvariant()}s",
    };
}
