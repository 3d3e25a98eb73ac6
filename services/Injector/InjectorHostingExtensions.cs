using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SreGym.Injector.Applications;
using SreGym.Recovery.Ledgers;
using SreGym.ServiceDefaults.Storage;

namespace SreGym.Injector;

/// <summary>Registration of the Injector service.</summary>
public static class InjectorHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddInjector(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<InjectorOptions, InjectorOptionsValidator>()
            .BindConfiguration(InjectorOptions.SectionName);
        builder.Services.AddOptions<DataOptions>().BindConfiguration(DataOptions.SectionName);
        builder.Services.TryAddSingleton(services => new LedgerStore(
            services.GetRequiredService<IOptions<DataOptions>>().Value.Directory, services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<ApplicationCatalogue>();
        builder.Services.TryAddSingleton<EpisodeTurns>();
        builder.Services.TryAddSingleton<FaultRunner>();
        builder.Services.TryAddSingleton<ApplicationRunner>();
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapInjector(this WebApplication app)
    {
        app.MapGrpcService<InjectorGrpcService>();
        return app;
    }
}
