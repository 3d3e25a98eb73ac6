using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SreGym.Gateway.Certificates;
using SreGym.Gateway.Forwarding;
using SreGym.Gateway.Sessions;
using SreGym.ServiceDefaults.Listeners;

namespace SreGym.Gateway;

/// <summary>Registration of the Gateway service.</summary>
public static class GatewayHostingExtensions
{
    /// <summary>Adds what the service needs. HTTPS listeners are the participant's door.</summary>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<GatewayOptions, GatewayOptionsValidator>()
            .BindConfiguration(GatewayOptions.SectionName);
        builder.Logging.AddFilter("Yarp", LogLevel.Warning);
        builder.Services.AddHttpForwarder();
        builder.Services.TryAddSingleton<DoorCertificate>();
        builder.Services.TryAddSingleton<SessionDirectory>();
        builder.Services.TryAddSingleton<PublicAddress>();
        builder.Services.TryAddSingleton<Door>();
        builder.Services.AddSingleton<IConfigureOptions<KestrelServerOptions>, DoorListenerSetup>();
        builder.Services.AddListenerCertificate(services => new ListenerCertificate(
            services.GetRequiredService<IOptions<GatewayOptions>>().Value.KubernetesPort,
            services.GetRequiredService<DoorCertificate>().Certificate));
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapGateway(this WebApplication app)
    {
        var door = app.Services.GetRequiredService<Door>();
        var port = app.Services.GetRequiredService<IOptions<GatewayOptions>>().Value.KubernetesPort;
        app.MapWhen(context => context.IsTlsOn(port), branch => branch.Run(door.HandleAsync));
        app.MapGrpcService<GatewayGrpcService>();
        return app;
    }
}
