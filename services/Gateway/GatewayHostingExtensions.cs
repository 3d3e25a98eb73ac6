namespace SreGym.Gateway;

/// <summary>Registration of the Gateway service.</summary>
public static class GatewayHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapGateway(this WebApplication app) => app;
}
