namespace SreGym.Conductor;

/// <summary>Registration of the Conductor service.</summary>
public static class ConductorHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddConductor(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapConductor(this WebApplication app) => app;
}
