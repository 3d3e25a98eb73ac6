using System.Security.Cryptography;
using Grpc.Core;
using SreGym.Contracts;
using SreGym.Contracts.Common.V1;
using SreGym.ServiceDefaults.Time;

namespace SreGym.RegistryMirror.Hosting;

/// <summary>This process, in whose memory the registries of embedded clusters live.</summary>
internal sealed class ContentHolder(TimeProvider time)
{
    /// <summary>Clock of their access logs.</summary>
    public SteadyClock Clock { get; } = new(time);

    /// <summary>Another one in every process.</summary>
    public string Id { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Refuses a registry that an earlier process held: what it answered now would look like somebody's deed in the cluster.</summary>
    /// <exception cref="SreGymException">Its content is lost.</exception>
    public void Demand(PrivateRegistry? registry)
    {
        if (registry?.Holder is { Length: > 0 } known && known != Id)
        {
            throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.RegistryLost,
                "The private registry is lost: RegistryMirror was restarted, and the registry of an embedded cluster lives in its memory. "
                + "Start a new episode.");
        }
    }
}
