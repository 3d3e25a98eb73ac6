using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SreGym.Aws.Ecr;
using SreGym.Oci.Client;
using SreGym.Oci.Hosting;
using SreGym.Oci.Registry;
using SreGym.Oci.Storage;
using SreGym.RegistryMirror.Access;
using SreGym.RegistryMirror.Copying;
using SreGym.RegistryMirror.Credentials;
using SreGym.RegistryMirror.Hosting;
using SreGym.RegistryMirror.Provisioning;
using SreGym.RegistryMirror.Provisioning.Nodes;

namespace SreGym.RegistryMirror;

/// <summary>Registration of the RegistryMirror service.</summary>
public static class RegistryMirrorHostingExtensions
{
    private const string RegistryPort = "REGISTRY_PORT";
    private const string AwsEndpoint = "AWS_ENDPOINT_URL";

    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddRegistryMirror(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<RegistryMirrorOptions, RegistryMirrorOptionsValidator>()
            .Configure(options =>
            {
                options.RegistryPort = builder.Configuration.GetValue(RegistryPort, 0);
                options.AwsEndpoint = builder.Configuration.GetValue<Uri?>(AwsEndpoint);
            })
            .BindConfiguration(RegistryMirrorOptions.SectionName);
        builder.Services.TryAddSingleton<MemoryBlobStore>();
        builder.Services.TryAddSingleton<RegistryHosts>();
        builder.Services.TryAddSingleton(services => new RegistryHandler(services.GetRequiredService<ContentHolder>().Clock));
        builder.Services.TryAddSingleton<RegistryListener>();
        builder.Services.TryAddSingleton<RegistryAddress>();
        builder.Services.TryAddSingleton<ContentHolder>();
        builder.Services.TryAddSingleton(_ => RegistryTransport.Create());
        builder.Services.TryAddSingleton(CreateEcr);
        builder.Services.TryAddSingleton<RegistryProvisioner>();
        builder.Services.TryAddSingleton<RegistryProbe>();
        builder.Services.TryAddSingleton<PullProbe>();
        builder.Services.TryAddSingleton<NodeConfiguration>();
        builder.Services.TryAddSingleton<RegistryExposer>();
        builder.Services.TryAddSingleton<RegistryConnections>();
        builder.Services.TryAddSingleton<Retirements>();
        builder.Services.TryAddSingleton<CredentialLifecycle>();
        builder.Services.TryAddSingleton<MirrorJobs>();
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapRegistryMirror(this WebApplication app)
    {
        var port = app.Services.GetRequiredService<IOptions<RegistryMirrorOptions>>().Value.RegistryPort;
        var listener = app.Services.GetRequiredService<RegistryListener>();
        app.MapWhen(
            context => port > 0 ? context.Connection.LocalPort == port : context.Request.Path.StartsWithSegments("/v2", StringComparison.Ordinal),
            branch => branch.Run(listener.HandleAsync));
        app.MapGrpcService<RegistryMirrorGrpcService>();
        app.MapGrpcService<EmbeddedRegistryGrpcService>();
        return app;
    }

    private static EcrRegistries CreateEcr(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<RegistryMirrorOptions>>().Value;
        var ecr = new EcrOptions
        {
            CreatesRepositories = options.CreatesEcrRepositories,
            HowToCreate = $"set {RegistryMirrorOptions.SectionName}:{nameof(RegistryMirrorOptions.CreatesEcrRepositories)}",
            Endpoint = options.AwsEndpoint,
        };
        return new EcrRegistries(services.GetRequiredService<HttpMessageInvoker>(), ecr, services.GetRequiredService<TimeProvider>());
    }
}
