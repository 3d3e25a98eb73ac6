using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.Injector.V1;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>Says yes to everything.</summary>
internal sealed class FakeInjector(RpcScript script) : InjectorService.InjectorServiceBase
{
    public override async Task DeployApplication(
        DeployApplicationRequest request, IServerStreamWriter<DeployApplicationUpdate> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new DeployApplicationUpdate { Step = new Step { Name = "apply manifests" } });
        await responseStream.WriteAsync(new DeployApplicationUpdate
        {
            Application = new ApplicationDetails { Name = "Hotel Reservation", Namespace = "hotel-reservation", Description = "Books hotels." },
        });
    }

    public override Task<ListRequiredImagesResponse> ListRequiredImages(ListRequiredImagesRequest request, ServerCallContext context) =>
        Task.FromResult(new ListRequiredImagesResponse { Images = { new RequiredImage { Source = "a/b:c", Repository = "x/y", Tag = "latest" } } });

    public override Task PrepareFault(PrepareFaultRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context) =>
        FinishAsync(responseStream);

    public override Task InjectFault(InjectFaultRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context) =>
        FinishAsync(responseStream);

    public override Task AwaitSymptom(AwaitSymptomRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context) =>
        FinishAsync(responseStream);

    public override Task RecoverFault(RecoverFaultRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context) =>
        FinishAsync(responseStream, script.ListLeftovers(nameof(RecoverFault)));

    public override Task RemoveApplication(
        RemoveApplicationRequest request, IServerStreamWriter<FaultUpdate> responseStream, ServerCallContext context) =>
        FinishAsync(responseStream, script.ListLeftovers(nameof(RemoveApplication)));

    public override Task<CreateParticipantIdentityResponse> CreateParticipantIdentity(
        CreateParticipantIdentityRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateParticipantIdentityResponse { Namespace = "hotel-reservation", Token = ConductorHost.UpstreamToken });

    private static Task FinishAsync(IServerStreamWriter<FaultUpdate> responses, IEnumerable<string>? leftovers = null) =>
        responses.WriteAsync(new FaultUpdate
        {
            Summary = new FaultSummary { Changes = 1, CompletedAt = TimeProvider.System.GetUtcNow().ToTimestamp(), Leftovers = { leftovers ?? [] } },
        });
}
