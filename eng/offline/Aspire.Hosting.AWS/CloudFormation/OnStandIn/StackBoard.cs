using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Eventing;
using Aspire.Hosting.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting.AWS.CloudFormation;

/// <summary>What the dashboard shows of a stack, where Aspire.Hosting is the stand-in.</summary>
internal sealed class StackBoard(CloudFormationTemplateResource resource, IServiceProvider services, TimeProvider time)
{
    private readonly ResourceBoard _board = services.GetRequiredService<ResourceBoard>();

    /// <summary>Appends a line to the resource's console log.</summary>
    public void Say(string line, bool isError = false) =>
        services.GetRequiredService<ConsoleLogs>().Get(_board.Get(resource).InstanceName).Append(line, isError);

    /// <summary>The stack is being made.</summary>
    public Task StartingAsync()
    {
        _board.Update(resource, snapshot => snapshot with { State = KnownStates.Starting, StartedAt = time.GetUtcNow() });
        return Task.CompletedTask;
    }

    /// <summary>The stack is there: what waits for it goes on.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken)
    {
        _board.Update(resource, snapshot => snapshot with { State = KnownStates.Running, IsReady = true });
        return services.GetRequiredService<IDistributedApplicationEventing>().PublishAsync(new ResourceReadyEvent(resource, services), cancellationToken);
    }

    /// <summary>There is no stack.</summary>
    public Task FailedAsync()
    {
        _board.Update(resource, snapshot => snapshot with { State = KnownStates.FailedToProvision, StoppedAt = time.GetUtcNow() });
        return Task.CompletedTask;
    }
}
