using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>A registry that holds one image.</summary>
internal sealed class FakeMirror(RpcScript script) : RegistryMirrorService.RegistryMirrorServiceBase
{
    public override Task ProvisionRegistry(
        ProvisionRegistryRequest request, IServerStreamWriter<ProvisionRegistryUpdate> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new ProvisionRegistryUpdate
        {
            Registry = new PrivateRegistry
            {
                Host = "localhost:30500",
                Username = "puller",
                Password = ConductorHost.RegistryPassword,
                Holder = script.LosesRegistryDuring is null ? "" : "the first process",
            },
        });

    public override Task MirrorImages(
        MirrorImagesRequest request, IServerStreamWriter<MirrorImagesUpdate> responseStream, ServerCallContext context) =>
        responseStream.WriteAsync(new MirrorImagesUpdate
        {
            Summary = new MirrorSummary { Images = { new MirroredImage { Source = "a/b:c", Target = "localhost:30500/x/y:latest", Digest = "sha256:0" } } },
        });

    public override Task<ListAccessesResponse> ListAccesses(ListAccessesRequest request, ServerCallContext context) =>
        script.Calls.Contains(script.LosesRegistryDuring)
            ? throw RpcErrors.Create(StatusCode.FailedPrecondition, ErrorReasons.RegistryLost, "The private registry is lost.")
            : Task.FromResult(new ListAccessesResponse());

    public override Task<RemoveRegistryResponse> RemoveRegistry(RemoveRegistryRequest request, ServerCallContext context) =>
        Task.FromResult(new RemoveRegistryResponse());
}
