using SreGym.Cluster;
using SreGym.Conductor;
using SreGym.Gateway;
using SreGym.Injector;
using SreGym.Oracle;
using SreGym.RegistryMirror;

namespace SreGym.Standalone;

/// <summary>All services in one process.</summary>
public static class StandaloneHostingExtensions
{
    /// <summary>Lays out the listeners and tells the services of each other; before the service defaults, which read the ports.</summary>
    public static WebApplicationBuilder AddStandaloneListeners(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<StandaloneOptions, StandaloneOptionsValidator>()
            .BindConfiguration(StandaloneOptions.SectionName);
        var options = builder.Configuration.GetSection(StandaloneOptions.SectionName).Get<StandaloneOptions>() ?? new StandaloneOptions();
        var inner = InnerPorts.Draw();
        var isTokenGiven = !string.IsNullOrEmpty(builder.Configuration[StandaloneSettings.HarnessToken]);
        foreach (var (name, value) in StandaloneSettings.Create(options, inner))
        {
            builder.Configuration[name] = builder.Configuration[name] is { Length: > 0 } configured ? configured : value;
        }

        if (!isTokenGiven)
        {
            builder.Services.AddHostedService<HarnessTokenFile>();
        }

        builder.WebHost.UseUrls(StandaloneSettings.Listeners(options, inner));
        return builder;
    }

    /// <summary>Adds every service.</summary>
    public static WebApplicationBuilder AddStandalone(this WebApplicationBuilder builder) =>
        builder.AddRegistryMirror().AddCluster().AddInjector().AddGateway().AddOracle().AddConductor();

    /// <summary>Maps every service's endpoints. The Conductor comes last: its listener rule closes the participant's port to all else.</summary>
    public static WebApplication MapStandalone(this WebApplication app) =>
        app.MapRegistryMirror().MapCluster().MapInjector().MapGateway().MapOracle().MapConductor();
}
