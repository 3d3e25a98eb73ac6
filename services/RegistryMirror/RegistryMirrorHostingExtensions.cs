namespace SreGym.RegistryMirror;

/// <summary>Registration of the RegistryMirror service.</summary>
public static class RegistryMirrorHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddRegistryMirror(this WebApplicationBuilder builder) => builder;

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapRegistryMirror(this WebApplication app) => app;
}
