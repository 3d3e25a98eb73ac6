using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SreGym.Cluster.Certificates;
using SreGym.Cluster.Hosting;
using SreGym.Cluster.Registries;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.ServiceDefaults.Harness;
using SreGym.ServiceDefaults.Listeners;
using SreGym.Simulation.Runtime;

namespace SreGym.Cluster;

/// <summary>Registration of the Cluster service.</summary>
public static class ClusterHostingExtensions
{
    /// <summary>Adds what the service needs. HTTPS listeners serve the Kubernetes APIs.</summary>
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<ClusterServiceOptions, ClusterServiceOptionsValidator>()
            .BindConfiguration(ClusterServiceOptions.SectionName);
        builder.Services.TryAddSingleton<ServerCertificate>();
        builder.Services.AddHarnessGrpcClient<EmbeddedRegistryService.EmbeddedRegistryServiceClient>("registry-mirror");
        builder.Services.TryAddSingleton<MirrorRegistryRuntime>();
        builder.Services.TryAddSingleton<IRegistryRuntime>(services => services.GetRequiredService<MirrorRegistryRuntime>());
        builder.Services.TryAddSingleton<ClusterDirectory>();
        builder.Services.TryAddSingleton<ClusterFactory>();
        builder.Services.TryAddSingleton<PublicAddress>();
        builder.Services.TryAddSingleton<KubernetesDoor>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, KubernetesListenerSetup>();
        builder.Services.AddListenerCertificate(services => new ListenerCertificate(
            services.GetRequiredService<IOptions<ClusterServiceOptions>>().Value.KubernetesPort,
            services.GetRequiredService<ServerCertificate>().Certificate));
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapCluster(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<KubernetesDoor>();
        var port = app.Services.GetRequiredService<IOptions<ClusterServiceOptions>>().Value.KubernetesPort;
        app.MapWhen(context => context.IsTlsOn(port), branch => branch.UseWebSockets().Run(door.HandleAsync));
        app.MapGrpcService<ClusterGrpcService>();
        return app;
    }
}
