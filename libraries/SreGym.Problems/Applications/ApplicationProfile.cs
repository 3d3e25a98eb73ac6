using SreGym.Problems.Workloads;

namespace SreGym.Problems.Applications;

/// <summary>What faults and checks know about an application.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Image">Public image of its own services.</param>
/// <param name="Services">The services that run that image; each is also a Deployment.</param>
/// <param name="EntryPoint">Service and port that take requests, as the API server's proxy names them.</param>
/// <param name="Endpoints">Requests that show whether services work.</param>
public sealed record ApplicationProfile(
    string Name,
    string Namespace,
    string Image,
    IReadOnlyList<string> Services,
    string EntryPoint,
    IReadOnlyList<ServiceEndpoint> Endpoints)
{
    /// <summary>The requests of its users.</summary>
    public IReadOnlyList<WorkloadEndpoint> Workload { get; init; } = [];
}
