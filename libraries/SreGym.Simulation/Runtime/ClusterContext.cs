using Microsoft.Extensions.Logging;
using SreGym.Simulation.ApiServer;

namespace SreGym.Simulation.Runtime;

/// <summary>What everything that lives in a cluster works with.</summary>
internal sealed record ClusterContext(ClusterApi Api, WorkLoop Loop, ClusterSeed Seed, ILogger Logger)
{
    public DateTimeOffset Now => Loop.Time.GetUtcNow();

    public ClusterContext As(string user, string fieldManager) => this with { Api = Api.As(user, fieldManager) };
}
