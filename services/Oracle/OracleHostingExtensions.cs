namespace SreGym.Oracle;

/// <summary>Registration of the Oracle service.</summary>
public static class OracleHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddOracle(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapOracle(this WebApplication app) => app;
}
