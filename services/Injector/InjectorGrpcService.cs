using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Injector.Applications;
using SreGym.Injector.Participants;
using SreGym.Injector.Progress;
using SreGym.Problems.Applications;
using SreGym.Problems.Changes;
using SreGym.Problems.Faults;
using SreGym.Problems.Subjects;
using SreGym.ServiceDefaults.Subjects;
using SreGym.Recovery.Ledgers;

namespace SreGym.Injector;

/// <summary>The service's calls: validate, map, call, map.</summary>
internal sealed class InjectorGrpcService(
    FaultRunner faults,
    ApplicationRunner runner,
    ApplicationCatalogue applications,
    LedgerStore ledgers,
    EpisodeTurns turns,
    IOptions<InjectorOptions> options,
    TimeProvider clock,
    ILogger<InjectorGrpcService> logger) : InjectorService.InjectorServiceBase
{
    private static readonly TimeSpan s_tokenLifetime = TimeSpan.FromHours(12);

    public override Task DeployApplication(
        DeployApplicationRequest request, IServerStreamWriter<DeployApplicationUpdate> responseStream, ServerCallContext context)
    {
        var application = ApplicationTailor.Fit(applications.Get(request.Application), request.Subject?.Settings);
        return RunAsync(request.Subject!, step => responseStream.WriteAsync(new DeployApplicationUpdate { Step = step }), context, async (episode, steps) =>
        {
            await runner.DeployAsync(application, episode.Api, episode.Id, steps, context.CancellationToken);
            var details = new ApplicationDetails
            {
                Name = application.Profile.Name,
                Namespace = application.Profile.Namespace,
                Description = application.Description,
                Deployments = { application.Deployments },
            };
            await responseStream.WriteAsync(new DeployApplicationUpdate { Application = details });
        });
    }

    public override Task<PlanChangesResponse> PlanChanges(PlanChangesRequest request, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        var profile = settings.Problem.Profile;
        var application = ApplicationTailor.Fit(applications.Get(profile.Name), request.Subject?.Settings);
        var rights = request.Rights.Length == 0 ? ParticipantManifests.DefaultRights : request.Rights;
        var made = application.Manifests.Concat(ParticipantManifests.List(profile.Namespace, rights)).Select(ObjectKey.Of)
            .Where(key => key.Resource != KubernetesResources.Namespaces || request.Subject?.Settings?.KeptNamespaces.Contains(key.Name) != true);
        return Task.FromResult(new PlanChangesResponse
        {
            Lines =
            {
                made.Select(key => $"create {key}"),
                settings.Problem.Fault.PlanChanges(settings, request.Subject?.Seed ?? 0, request.Subject?.Settings?.BlockPublic == true),
            },
        });
    }

    public override Task<ListRequiredImagesResponse> ListRequiredImages(ListRequiredImagesRequest request, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        var images = settings.Problem.Fault.ListRequiredImages(settings).Select(image => new Contracts.Injector.V1.RequiredImage
        {
            Source = ApplicationTailor.Resolve(request.Subject?.Settings, options.Value.Resolve(image.Source)),
            Repository = image.Repository,
            Tag = image.Tag,
            Service = image.Service,
        });
        return Task.FromResult(new ListRequiredImagesResponse { Images = { images } });
    }

    public override Task PrepareFault(
        PrepareFaultRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        var registry = request.Registry.ToAccount();
        var images = request.Images.Select(image => image.ToPrivateImage()).ToList();
        return RunFaultAsync(request.Subject, responseStream, context, async (episode, steps) =>
        {
            var fault = faults.CreateContext(ChangePhase.Preparation, episode, settings, steps, registry, images);
            await settings.Problem.Fault.PrepareAsync(fault, context.CancellationToken);
            return Summarise(episode, ChangePhase.Preparation);
        });
    }

    public override Task InjectFault(
        InjectFaultRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        return RunFaultAsync(request.Subject, responseStream, context, async (episode, steps) =>
        {
            var fault = faults.CreateContext(ChangePhase.Fault, episode, settings, steps);
            await settings.Problem.Fault.InjectAsync(fault, context.CancellationToken);
            var summary = Summarise(episode, ChangePhase.Fault);
            summary.Locks.AddRange(fault.Locks.Select(state => new Contracts.Injector.V1.LockState
            {
                Name = state.Name,
                Locked = state.Locked,
                Detail = state.Detail,
            }));
            return summary;
        });
    }

    public override Task AwaitSymptom(
        AwaitSymptomRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        return RunFaultAsync(request.Subject, responseStream, context, async (episode, steps) =>
        {
            var fault = faults.CreateContext(ChangePhase.Fault, episode, settings, steps);
            await settings.Problem.Fault.AwaitSymptomAsync(fault, context.CancellationToken);
            return Summarise(episode, ChangePhase.Fault);
        });
    }

    public override Task RecoverFault(
        RecoverFaultRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context)
    {
        var scope = request.KeepPreparation ? RecoveryScope.Fault : RecoveryScope.Preparation;
        return RunFaultAsync(request.Subject, responseStream, context, async (episode, steps) =>
            Summarise(episode, await faults.RecoverAsync(episode, scope, steps, context.CancellationToken)));
    }

    public override Task RemoveApplication(
        RemoveApplicationRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context) =>
        RunFaultAsync(request.Subject, responseStream, context, async (episode, steps) =>
            Summarise(episode, await runner.RemoveAsync(episode, steps, context.CancellationToken)));

    public override async Task<CreateParticipantIdentityResponse> CreateParticipantIdentity(
        CreateParticipantIdentityRequest request, ServerCallContext context)
    {
        var @namespace = (request.Problem is null ? HotelReservation.Profile : request.Problem.ToSettings().Problem.Profile).Namespace;
        var rights = request.Rights.Length == 0 ? ParticipantManifests.DefaultRights : request.Rights;
        if (rights is not (ParticipantManifests.DefaultRights or ParticipantManifests.ClusterAdminRights))
        {
            throw new SreGymException(
                StatusCode.InvalidArgument,
                ErrorReasons.InvalidArgument,
                $"Rights '{rights}' are unknown: use {ParticipantManifests.DefaultRights} or {ParticipantManifests.ClusterAdminRights}.");
        }

        var response = new CreateParticipantIdentityResponse { Namespace = @namespace, ServiceAccount = ParticipantManifests.ServiceAccount };
        await RunAsync(request.Subject, _ => Task.CompletedTask, context, async (episode, steps) =>
        {
            var changes = new ChangeRecorder(episode.Api, ledgers.Open(episode.Id), ChangePhase.Participant);
            foreach (var manifest in ParticipantManifests.List(@namespace, rights))
            {
                await steps.RunAsync(
                    "grant rights", ObjectKey.Of(manifest).ToString(), () => changes.PutAsync(manifest, context.CancellationToken));
            }

            var account = ObjectKey.Of(ParticipantManifests.Account(@namespace));
            response.Token = await episode.Api.CreateTokenAsync(account, s_tokenLifetime, context.CancellationToken);
        });
        return response;
    }

    private Task RunFaultAsync(
        Subject subject,
        IServerStreamWriter<FaultUpdate> responseStream,
        ServerCallContext context,
        Func<EpisodeSubject, StepRunner, Task<FaultSummary>> work) =>
        RunAsync(subject, step => responseStream.WriteAsync(new FaultUpdate { Step = step }), context, async (episode, steps) =>
            await responseStream.WriteAsync(new FaultUpdate { Summary = await work(episode, steps) }));

    private async Task RunAsync(
        Subject subject, Func<Step, Task> write, ServerCallContext context, Func<EpisodeSubject, StepRunner, Task> work)
    {
        using var updates = new UpdateWriter(write, clock);
        var steps = new StepRunner(report =>
        {
            Log.StepReported(logger, subject.EpisodeId, report.Name, report.Status.ToString(), report.Message);
            return updates.WriteAsync(report);
        });
        var patience = new SubjectPatience(clock) { Waiting = reason => steps.ReportProgressAsync("await API server", reason) };
        using var episode = EpisodeSubject.Connect(subject, patience);
        try
        {
            await turns.RunAsync(episode.Id, () => work(episode, steps), context.CancellationToken);
        }
        catch (Exception error) when (InjectorRequests.Translate(error) is { } known)
        {
            throw known;
        }
    }

    private FaultSummary Summarise(EpisodeSubject episode, ChangePhase phase) => new()
    {
        Changes = faults.CountChanges(episode.Id, phase),
        CompletedAt = clock.GetUtcNow().ToTimestamp(),
    };

    private FaultSummary Summarise(EpisodeSubject episode, RecoveryResult result)
    {
        foreach (var leftover in result.Leftovers)
        {
            Log.LeftOver(logger, episode.Id, leftover);
        }

        return new FaultSummary { Changes = result.Changes, CompletedAt = clock.GetUtcNow().ToTimestamp(), Leftovers = { result.Leftovers } };
    }
}
