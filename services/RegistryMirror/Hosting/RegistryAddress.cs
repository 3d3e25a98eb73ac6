using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts;

namespace SreGym.RegistryMirror.Hosting;

/// <summary>Where the registry endpoint of this process is reached.</summary>
internal sealed class RegistryAddress(IOptions<RegistryMirrorOptions> options)
{
    public Uri Get()
    {
        var settings = options.Value;
        if (!string.IsNullOrEmpty(settings.RegistryAddress))
        {
            return new Uri(settings.RegistryAddress);
        }

        return settings.RegistryPort > 0
            ? new Uri($"http://127.0.0.1:{settings.RegistryPort}")
            : throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.RegistryFailed,
                "The registry endpoint has no address: set REGISTRY_PORT, or RegistryMirror:RegistryAddress.");
    }
}
