using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using SreGym.AppHost.Options;

namespace SreGym.AppHost.Episodes;

/// <summary>Runs episodes from the AppHost: the first one by itself, more from the dashboard.</summary>
internal static class EpisodeHostingExtensions
{
    /// <summary>Starts the first episode when the conductor is ready, and puts the episode commands onto its resource.</summary>
    public static EpisodeDesk AddEpisodes(
        this IDistributedApplicationBuilder builder,
        RunOptions options,
        IResourceBuilder<ProjectResource> conductor,
        IResourceBuilder<ParameterResource> token)
    {
        var screen = new EpisodeScreen(Console.Out, Console.Error, isTerminal: !Console.IsErrorRedirected, TimeProvider.System);
        var connection = new ConductorConnection(conductor.GetEndpoint("grpc"), token.Resource);
        var desk = new EpisodeDesk(connection, options, screen, DashboardAddress.Find(builder.Configuration));
        KeepStandardOutputForScripts(builder);
        builder.Services.AddSingleton(desk);
        builder.AddEarlyService(services => new FirstEpisode(desk, options, screen, services.GetRequiredService<IHostApplicationLifetime>()));
        // Stopped in the reverse order: this one first.
        builder.Services.AddHostedService(_ => new RecoveryAtStop(desk, screen));
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = RecoveryAtStop.Limit);
        conductor.OnResourceReady((_, _, _) => desk.Open());
        foreach (var service in builder.Resources.OfType<ProjectResource>())
        {
            builder.CreateResourceBuilder(service).OnResourceStopped((resource, _, _) => desk.Lose(resource.Name));
        }

        conductor.WithEpisodeCommands(desk);
        return desk;
    }

    private static void KeepStandardOutputForScripts(IDistributedApplicationBuilder builder)
    {
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        // They warn of a development certificate and of keys for cookies that nothing here uses, and of a start that somebody has ended.
        builder.Services.AddLogging(logging => logging
            .AddFilter(level => level >= LogLevel.Warning)
            .AddFilter("Aspire.Hosting.Dcp.DcpHost", LogLevel.Error)
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
    }
}
