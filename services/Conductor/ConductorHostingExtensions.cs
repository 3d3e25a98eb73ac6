using Microsoft.Extensions.DependencyInjection.Extensions;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Conductor.Operators;
using SreGym.Conductor.Participants;
using SreGym.Conductor.Stages;
using SreGym.Conductor.Storage;
using SreGym.Conductor.Targets;
using SreGym.Conductor.Targets.Aws;
using SreGym.Conductor.Targets.Kind;
using SreGym.Contracts.Cluster.V1;
using SreGym.Contracts.Gateway.V1;
using SreGym.Contracts.Injector.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Recovery.Episodes;
using SreGym.ServiceDefaults.Harness;

namespace SreGym.Conductor;

/// <summary>Registration of the Conductor service.</summary>
public static class ConductorHostingExtensions
{
    /// <summary>Adds what the service needs.</summary>
    public static WebApplicationBuilder AddConductor(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptionsWithValidateOnStart<ConductorOptions, ConductorOptionsValidator>()
            .BindConfiguration(ConductorOptions.SectionName);
        builder.AddStorage().AddServices().AddTargets().AddStages().AddEpisodes();
        builder.Services.TryAddSingleton<ConductorTelemetry>();
        builder.Services.TryAddSingleton<ParticipantListener>();
        return builder;
    }

    /// <summary>Maps its endpoints.</summary>
    public static WebApplication MapConductor(this WebApplication app)
    {
        var listener = app.Services.GetRequiredService<ParticipantListener>();
        app.Use((HttpContext context, RequestDelegate next) => listener.InvokeAsync(context, next));
        app.MapGrpcService<ConductorGrpcService>();
        app.MapParticipant();
        app.MapOperator();
        return app;
    }

    private static WebApplicationBuilder AddStorage(this WebApplicationBuilder builder)
    {
        foreach (var section in (string[])[FolderOptions.DataSection, FolderOptions.ArtifactsSection])
        {
            builder.Services.AddOptions<FolderOptions>(section).BindConfiguration(section);
        }

        builder.Services.TryAddSingleton<Folders>();
        builder.Services.TryAddSingleton(services => new EpisodeStore(services.GetRequiredService<Folders>().Data));
        return builder;
    }

    private static WebApplicationBuilder AddServices(this WebApplicationBuilder builder)
    {
        builder.Services.AddHarnessGrpcClient<ClusterService.ClusterServiceClient>("cluster");
        builder.Services.AddHarnessGrpcClient<RegistryMirrorService.RegistryMirrorServiceClient>("registry-mirror");
        builder.Services.AddHarnessGrpcClient<InjectorService.InjectorServiceClient>("injector");
        builder.Services.AddHarnessGrpcClient<OracleService.OracleServiceClient>("oracle");
        builder.Services.AddHarnessGrpcClient<GatewayService.GatewayServiceClient>("gateway");
        return builder;
    }

    private static WebApplicationBuilder AddTargets(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ITarget, EmbeddedTarget>();
        builder.Services.AddSingleton<ITarget, KubeconfigTarget>();
        builder.Services.AddSingleton<ITarget, KindTarget>();
        builder.Services.AddSingleton<ITarget, AwsTarget>();
        builder.Services.AddOptionsWithValidateOnStart<AwsOptions, AwsOptionsValidator>()
            .BindConfiguration(AwsOptions.SectionName)
            .Configure<IConfiguration>((aws, configuration) => aws.EndpointUrl = configuration.GetValue<Uri?>(AwsOptions.EndpointVariable));
        builder.Services.TryAddSingleton<KubeconfigParameter>();
        builder.Services.TryAddSingleton<SessionManager>();
        builder.Services.TryAddSingleton<SessionForwards>();
        builder.Services.TryAddSingleton<StackHistory>();
        builder.Services.AddOptionsWithValidateOnStart<KindOptions, KindOptionsValidator>().BindConfiguration(KindOptions.SectionName);
        builder.Services.TryAddSingleton<KindCommand>();
        builder.Services.TryAddSingleton<TargetDirectory>();
        return builder;
    }

    private static WebApplicationBuilder AddStages(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IStage, ProvisionStage>();
        builder.Services.AddSingleton<IStage, MirrorStage>();
        builder.Services.AddSingleton<IStage, BaselineStage>();
        builder.Services.AddSingleton<IStage, InjectStage>();
        builder.Services.AddSingleton<IStage, AgentStage>();
        builder.Services.AddSingleton<IStage, VerifyStage>();
        builder.Services.AddSingleton<IStage, RecoverStage>();
        builder.Services.AddSingleton<IStage, ReportStage>();
        builder.Services.TryAddSingleton<SubjectEventWatcher>();
        builder.Services.TryAddSingleton<RepairWatcher>();
        builder.Services.TryAddSingleton<WorkloadFollower>();
        builder.Services.TryAddSingleton<CallWatcher>();
        builder.Services.TryAddSingleton<RegistryWatcher>();
        builder.Services.TryAddSingleton<DiagnosisGrader>();
        builder.Services.TryAddSingleton<AgentRunner>();
        builder.Services.TryAddSingleton<ServiceAbsence>();
        return builder;
    }

    private static WebApplicationBuilder AddEpisodes(this WebApplicationBuilder builder)
    {
        builder.Services.TryAddSingleton<EpisodeWalk>();
        builder.Services.TryAddSingleton<EpisodeSpecReader>();
        builder.Services.TryAddSingleton<EpisodePlanner>();
        builder.Services.TryAddSingleton<EpisodeDirectory>();
        builder.Services.AddHostedService<EpisodeResumption>();
        return builder;
    }
}
