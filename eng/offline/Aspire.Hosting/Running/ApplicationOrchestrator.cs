using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Eventing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Running;

/// <summary>Starts everything in the order of the real orchestrator's events, and ends it again.</summary>
internal sealed class ApplicationOrchestrator(
    DistributedApplicationModel model,
    DistributedApplicationExecutionContext execution,
    ResourceBoard board,
    ResourceRunners runners,
    ResourceServiceHost resourceService,
    DashboardProcess dashboard,
    Watchdog watchdog,
    IDistributedApplicationEventing eventing,
    IServiceProvider services,
    TimeProvider time,
    ILogger<DistributedApplication> logger) : IHostedService
{
    private Task _creating = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (execution.IsPublishMode)
        {
            throw new DistributedApplicationException(StandIns.NeedsRealPackages);
        }

        Log.StandIn(logger, "13.6.5");
        await eventing.PublishAsync(new BeforeStartEvent(services, model), cancellationToken);
        await resourceService.StartAsync(cancellationToken);
        await dashboard.StartAsync(cancellationToken);

        foreach (var resource in model.Resources)
        {
            await eventing.PublishAsync(new InitializeResourceEvent(resource, services), cancellationToken);
        }

        foreach (var parameter in model.Resources.OfType<ParameterResource>())
        {
            await PublishParameterAsync(parameter, cancellationToken);
        }

        await AllocateEndpointsAsync(cancellationToken);
        _creating = CreateAsync();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await runners.StopAllAsync(time);
        await dashboard.StopAsync(time);
        await resourceService.StopAsync();
        watchdog.Dispose();
        await _creating;
    }

    private async Task CreateAsync()
    {
        var started = runners.All.Where(runner => !runner.Resource.Annotations.OfType<ExplicitStartupAnnotation>().Any()).ToList();
        started.ForEach(runner => runner.Start());
        await Task.WhenAll(started.Select(runner => runner.Created));
        await eventing.PublishAsync(new AfterResourcesCreatedEvent(services, model), CancellationToken.None);
        Log.Started(logger);
    }

    private async Task PublishParameterAsync(ParameterResource parameter, CancellationToken cancellationToken)
    {
        var state = parameter.Find() is null ? KnownStates.ValueMissing : KnownStates.Running;
        board.Update(parameter, snapshot => snapshot with { State = state, IsReady = state == KnownStates.Running });
        if (state == KnownStates.Running)
        {
            await eventing.PublishAsync(new ResourceReadyEvent(parameter, services), cancellationToken);
        }
    }

    // No proxy here: a process listens on its public port.
    private async Task AllocateEndpointsAsync(CancellationToken cancellationToken)
    {
        var endpoints = model.Resources.SelectMany(resource => resource.Annotations.OfType<EndpointAnnotation>()).ToList();
        var free = new Queue<int>(Ports.TakeFree(endpoints.Count));
        foreach (var endpoint in endpoints)
        {
            endpoint.Allocate(endpoint.Port ?? endpoint.TargetPort ?? free.Dequeue());
        }

        foreach (var resource in model.Resources)
        {
            await eventing.PublishAsync(new ResourceEndpointsAllocatedEvent(resource, services), cancellationToken);
        }
    }
}
