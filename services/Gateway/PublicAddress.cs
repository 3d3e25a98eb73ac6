using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using SreGym.Contracts;

namespace SreGym.Gateway;

/// <summary>The door's address as participants write it.</summary>
internal sealed class PublicAddress(IOptions<GatewayOptions> options, IServer server)
{
    /// <exception cref="SreGymException">Neither an option nor an HTTPS listener tells it.</exception>
    public string Get()
    {
        var address = string.IsNullOrEmpty(options.Value.PublicAddress)
            ? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(IsHttps)
            : options.Value.PublicAddress;
        return address?.TrimEnd('/').Replace("//localhost", "//127.0.0.1", StringComparison.Ordinal)
            ?? throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.InvalidArgument,
                "The gateway has no HTTPS listener: add an https:// address to ASPNETCORE_URLS or set Gateway:PublicAddress.");
    }

    private static bool IsHttps(string address) => address.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
}
