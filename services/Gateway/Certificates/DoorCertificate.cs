using Microsoft.Extensions.Options;
using SreGym.ServiceDefaults.Listeners;

namespace SreGym.Gateway.Certificates;

/// <summary>What the door shows: named as a cluster's own is.</summary>
internal sealed class DoorCertificate(IOptions<GatewayOptions> options, TimeProvider time)
    : ApiServerCertificate(options.Value.PublicAddress, time);
