using Microsoft.Extensions.Options;
using SreGym.ServiceDefaults.Listeners;

namespace SreGym.Cluster.Certificates;

/// <summary>What the embedded clusters' API servers show.</summary>
internal sealed class ServerCertificate(IOptions<ClusterServiceOptions> options, TimeProvider time)
    : ApiServerCertificate(options.Value.PublicAddress, time);
