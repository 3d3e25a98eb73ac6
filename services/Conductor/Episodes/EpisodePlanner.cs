using SreGym.Conductor.Targets;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Episodes;

/// <summary>Says what an episode would create. Looks at a cluster that exists; makes none.</summary>
internal sealed class EpisodePlanner(
    TargetDirectory targets,
    InjectorService.InjectorServiceClient injector,
    RegistryMirrorService.RegistryMirrorServiceClient mirror,
    TimeProvider time)
{
    public async Task<IReadOnlyList<string>> PlanAsync(EpisodeSpec spec, CancellationToken cancellationToken)
    {
        var target = targets.Get(spec.Target);
        var lines = new List<string>();
        var subject = new Subject { EpisodeId = spec.EpisodeId, Target = spec.Target, Seed = spec.Seed };
        if (target.OwnsCluster(spec))
        {
            lines.Add($"create a cluster on target {spec.Target}, deleted at the end with everything in it");
        }
        else
        {
            // On a cluster that exists, provisioning only looks.
            subject = await target.ProvisionAsync(spec, new StepReporter(step => Note(lines, step), time), cancellationToken);
        }

        var changes = await injector.PlanChangesAsync(
            new PlanChangesRequest { Subject = subject, Problem = spec.ToProblem(), Rights = spec.Rights }, cancellationToken: cancellationToken);
        var registry = await mirror.PlanRegistryAsync(new PlanRegistryRequest { Subject = subject }, cancellationToken: cancellationToken);
        return [.. lines, .. registry.Lines, .. changes.Lines];
    }

    private static void Note(List<string> lines, Step step)
    {
        if (step.State == StepState.Completed)
        {
            lines.Add($"found: {step.Message}");
        }
    }
}
