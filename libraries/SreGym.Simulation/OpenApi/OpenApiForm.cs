namespace SreGym.Simulation.OpenApi;

/// <summary>The two versions of OpenAPI that the API server publishes.</summary>
internal enum OpenApiForm
{
    V2,
    V3,
}
