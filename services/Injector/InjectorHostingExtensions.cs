namespace SreGym.Injector;

/// <summary>Registration of the Injector service.</summary>
public static class InjectorHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddInjector(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapInjector(this WebApplication app) => app;
}
