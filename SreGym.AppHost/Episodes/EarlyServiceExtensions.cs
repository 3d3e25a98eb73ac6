using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SreGym.AppHost.Episodes;

/// <summary>Work beside the resources.</summary>
internal static class EarlyServiceExtensions
{
    /// <summary>Begins before the resources and is stopped before them.</summary>
    public static void AddEarlyService<TService>(this IDistributedApplicationBuilder builder, Func<IServiceProvider, TService> create)
        where TService : EarlyService
    {
        builder.Services.AddSingleton(create);
        builder.Services.AddHostedService(services => services.GetRequiredService<TService>());
        builder.Eventing.Subscribe<BeforeStartEvent>((start, _) => start.Services.GetRequiredService<TService>().BeginAsync());
    }

    /// <summary>Runs until somebody stops it. Whoever does while resources still wait ends the start itself, which is no failure.</summary>
    public static async Task RunUntilStoppedAsync(this DistributedApplication application)
    {
        var stopping = application.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        try
        {
            await application.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
        }
    }
}
