using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Problems;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Stages;

/// <summary>Makes the subject: the cluster, and the application as it is before anything of the problem.</summary>
internal sealed class ProvisionStage(
    TargetDirectory targets, InjectorService.InjectorServiceClient injector, SubjectEventWatcher events) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Provision;

    public async Task RunAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        await context.RunSpanAsync("provision cluster", () => ProvisionClusterAsync(context, cancellationToken));
        context.Watches.Start(ending => events.WatchAsync(context, ending));
        await context.RunSpanAsync("deploy application", () => DeployApplicationAsync(context, cancellationToken));
    }

    private async Task ProvisionClusterAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        context.Take(Holding.Cluster);
        context.Subject = await targets.Get(context.Spec.Target).ProvisionAsync(
            context.Spec, new StepReporter(context.Updates.Add, context.Time), cancellationToken);
        var cluster = targets.Get(context.Spec.Target).OwnsCluster(context.Spec)
            ? null
            : await RealCluster.IdentifyAsync(context.Subject, context.Spec, context.Time, cancellationToken);
        context.Update(record => record with { KeptNamespaces = [.. context.Subject.Settings?.KeptNamespaces ?? []], Cluster = cluster });
        if (context.Subject.ClusterId.Length > 0)
        {
            context.CurrentSpan?.SetTag(TelemetryNames.ClusterName, context.Subject.ClusterId);
        }
    }

    private async Task DeployApplicationAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        context.Take(Holding.Application);
        var request = new DeployApplicationRequest
        {
            Subject = context.RequireSubject(),
            Application = ProblemCatalogue.Find(context.Spec.ProblemId)!.Application,
        };
        using var call = injector.DeployApplication(request, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (update.Step is { } step)
            {
                context.Updates.Add(step);
            }

            context.Application = update.Application ?? context.Application;
        }
    }
}
