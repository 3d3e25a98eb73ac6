using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SreGym.Contracts;

namespace SreGym.Cluster.Hosting;

/// <summary>The API servers' common address as clients write it.</summary>
internal sealed class PublicAddress(IOptions<ClusterServiceOptions> options, IServer server)
{
    /// <summary>Address of one cluster.</summary>
    /// <exception cref="SreGymException">Neither an option nor an HTTPS listener tells it.</exception>
    public string Of(string clusterId) => $"{Get()}{ClusterPaths.Prefix}/{clusterId}";

    private string Get()
    {
        var address = string.IsNullOrEmpty(options.Value.PublicAddress)
            ? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(IsHttps)
            : options.Value.PublicAddress;
        return address?.TrimEnd('/').Replace("//localhost", "//127.0.0.1", StringComparison.Ordinal)
            ?? throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.InvalidArgument,
                "The cluster service has no HTTPS listener: add an https:// address to ASPNETCORE_URLS or set Cluster:PublicAddress.");
    }

    private static bool IsHttps(string address) => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
