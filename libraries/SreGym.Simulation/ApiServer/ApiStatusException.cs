namespace SreGym.Simulation.ApiServer;

/// <summary>A request the API server refuses.</summary>
public sealed class ApiStatusException(ApiStatus status) : Exception(status.Message)
{
    /// <summary>The answer.</summary>
    public ApiStatus Status { get; } = status;
}
