using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Oci.Hosting;

namespace SreGym.RegistryMirror;

/// <summary>Starts and stops the registries that run as containers of embedded clusters.</summary>
internal sealed class EmbeddedRegistryGrpcService(RegistryHosts hosts, ILogger<EmbeddedRegistryGrpcService> logger)
    : EmbeddedRegistryService.EmbeddedRegistryServiceBase
{
    public override Task<StartRegistryResponse> StartRegistry(StartRegistryRequest request, ServerCallContext context)
    {
        Demand(request.ClusterId, "cluster_id");
        Demand(request.Instance, "instance");
        Demand(request.Volume, "volume");
        hosts.Start(new RegistryInstance
        {
            ClusterId = request.ClusterId,
            Namespace = request.Namespace,
            Instance = request.Instance,
            Volume = request.Volume,
            RequiresAuthentication = request.RequireAuthentication,
            Htpasswd = request.Htpasswd,
            Realm = request.Realm,
        });
        Log.InstanceStarted(logger, request.Instance, request.ClusterId);
        return Task.FromResult(new StartRegistryResponse());
    }

    public override Task<StopRegistryResponse> StopRegistry(StopRegistryRequest request, ServerCallContext context)
    {
        if (hosts.Stop(request.ClusterId, request.Instance))
        {
            Log.InstanceStopped(logger, request.Instance, request.ClusterId);
        }

        return Task.FromResult(new StopRegistryResponse());
    }

    public override async Task<RemoveClusterResponse> RemoveCluster(RemoveClusterRequest request, ServerCallContext context)
    {
        if (await hosts.RemoveClusterAsync(request.ClusterId) is { } removed)
        {
            Log.ClusterRemoved(logger, request.ClusterId, removed.Removed, removed.Bytes);
        }

        return new RemoveClusterResponse();
    }

    private static void Demand(string value, string field)
    {
        if (value.Length == 0)
        {
            throw new SreGymException(
                StatusCode.InvalidArgument, ErrorReasons.InvalidArgument, $"{field} is empty: say which container of which cluster has started.");
        }
    }
}
