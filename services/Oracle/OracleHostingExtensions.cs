using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SreGym.Oci.Client;
using SreGym.Oracle.Workloads;
using SreGym.Recovery.Baselines;
using SreGym.ServiceDefaults.Storage;
using SreGym.ServiceDefaults.Time;

namespace SreGym.Oracle;

/// <summary>Registration of the Oracle service.</summary>
public static class OracleHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddOracle(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<OracleOptions, OracleOptionsValidator>().BindConfiguration(OracleOptions.SectionName);
        builder.Services.AddOptions<DataOptions>().BindConfiguration(DataOptions.SectionName);
        builder.Services.TryAddSingleton(services => new BaselineStore(
            services.GetRequiredService<IOptions<DataOptions>>().Value.Directory, services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton(services => new SteadyClock(services.GetRequiredService<TimeProvider>()));
        builder.Services.TryAddSingleton<MitigationEvaluator>();
        builder.Services.TryAddSingleton<WorkloadBook>();
        builder.Services.TryAddSingleton<WorkloadRunner>();
        builder.Services.TryAddSingleton(_ => RegistryTransport.Create());
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapOracle(this WebApplication app)
    {
        app.MapGrpcService<OracleGrpcService>();
        return app;
    }
}
