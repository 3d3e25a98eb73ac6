using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Conductor.Targets.Real;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Problems;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Stages;

/// <summary>Moves the application's images into the private registry and the application onto them, healthy.</summary>
internal sealed class MirrorStage(
    RegistryMirrorService.RegistryMirrorServiceClient mirror, InjectorService.InjectorServiceClient injector, RegistryWatcher registry) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Mirror;

    public Task RunAsync(EpisodeContext context, CancellationToken cancellationToken) =>
        context.RunSpanAsync("mirror images", async () =>
        {
            await ProvisionRegistryAsync(context, cancellationToken);
            await MirrorImagesAsync(context, cancellationToken);
            await registry.GuardAsync(context, stop => PrepareFaultAsync(context, stop), cancellationToken);
            context.Identity = await injector.CreateParticipantIdentityAsync(
                new CreateParticipantIdentityRequest
                {
                    Subject = context.RequireSubject(),
                    Problem = context.Problem,
                    Rights = context.Spec.Rights,
                },
                cancellationToken: cancellationToken);
        });

    private async Task ProvisionRegistryAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        context.Take(Holding.Registry);
        using var call = mirror.ProvisionRegistry(
            new ProvisionRegistryRequest
            {
                Subject = context.RequireSubject(),
                Login = LoginOf(context),
                RegistryCertificateKey = RegistryCertificate.ReadKey(context.Spec.TargetOptions),
            },
            cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (update.Step is { } step)
            {
                context.Updates.Add(step);
            }

            context.Registry = update.Registry ?? context.Registry;
        }
    }

    private async Task MirrorImagesAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        var required = await injector.ListRequiredImagesAsync(
            new ListRequiredImagesRequest { Problem = context.Problem, Subject = context.RequireSubject() }, cancellationToken: cancellationToken);
        var request = new MirrorImagesRequest { Subject = context.RequireSubject(), Registry = context.Registry };
        request.Images.AddRange(required.Images.Select(image => new ImageCopy
        {
            Source = image.Source,
            Repository = image.Repository,
            Tag = image.Tag,
            Service = image.Service,
        }));
        using var call = mirror.MirrorImages(request, cancellationToken: cancellationToken);
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (update.Progress is { State: CopyState.Copied or CopyState.Skipped } progress)
            {
                context.Updates.Add(Describe(progress, context.Time));
            }

            if (update.Summary is { } summary)
            {
                context.Images = [.. summary.Images];
                context.CurrentSpan?.SetTag(TelemetryNames.BytesCopied, summary.BytesCopied);
            }
        }
    }

    private async Task PrepareFaultAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        context.Take(Holding.Fault);
        var request = new PrepareFaultRequest
        {
            Subject = context.RequireSubject(),
            Problem = context.Problem,
            Registry = context.Registry,
        };
        request.Images.AddRange(context.Images);
        using var call = injector.PrepareFault(request, cancellationToken: cancellationToken);
        await FaultUpdates.FollowAsync(call, context, cancellationToken);
    }

    private static LoginKind LoginOf(EpisodeContext context) =>
        ProblemCatalogue.Find(context.Spec.ProblemId)!.RegistryUser == RegistryUserKind.Token ? LoginKind.Token : LoginKind.Password;

    private static Step Describe(ImageProgress progress, TimeProvider time) => new()
    {
        Name = "copy image",
        State = progress.State == CopyState.Copied ? StepState.Completed : StepState.Skipped,
        Message = $"{progress.Image?.Source} -> {progress.Image?.Target}",
        Time = time.GetUtcNow().ToTimestamp(),
    };
}
