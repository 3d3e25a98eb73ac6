using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.AWS.CloudFormation;

/// <summary>What the dashboard shows of a stack, where Aspire.Hosting is the real one.</summary>
internal sealed class StackBoard(CloudFormationTemplateResource resource, IServiceProvider services, TimeProvider time)
{
    private static readonly Action<ILogger, string, Exception?> s_line = LoggerMessage.Define<string>(
        LogLevel.Information, new EventId(2, "StackLine"), "{Line}");

    private static readonly Action<ILogger, string, Exception?> s_errorLine = LoggerMessage.Define<string>(
        LogLevel.Error, new EventId(3, "StackErrorLine"), "{Line}");

    private readonly ResourceNotificationService _notifications = services.GetRequiredService<ResourceNotificationService>();
    private readonly ILogger _log = services.GetRequiredService<ResourceLoggerService>().GetLogger(resource);

    /// <summary>Appends a line to the resource's console log.</summary>
    public void Say(string line, bool isError = false) => (isError ? s_errorLine : s_line)(_log, line, null);

    /// <summary>The stack is being made.</summary>
    public Task StartingAsync() => _notifications.PublishUpdateAsync(resource, snapshot => snapshot with
    {
        State = KnownResourceStates.Starting,
        StartTimeStamp = time.GetUtcNow().UtcDateTime,
    });

    /// <summary>The stack is there: what waits for it goes on.</summary>
    public Task ReadyAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _notifications.PublishUpdateAsync(resource, snapshot => snapshot with { State = KnownResourceStates.Running });
    }

    /// <summary>There is no stack.</summary>
    public Task FailedAsync() => _notifications.PublishUpdateAsync(resource, snapshot => snapshot with
    {
        State = new ResourceStateSnapshot("Failed to Provision", KnownResourceStateStyles.Error),
        StopTimeStamp = time.GetUtcNow().UtcDateTime,
    });
}
