using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Dashboard.Proto;
using Aspire.Hosting.Running;
using Grpc.Core;

namespace Aspire.Hosting.Dashboard;

/// <summary>What the dashboard asks: resources, console logs, commands.</summary>
internal sealed class DashboardGrpcService(
    DashboardSettings settings, ResourceBoard board, ConsoleLogs logs, ResourceCommands commands, CancellationToken stopping)
    : DashboardService.DashboardServiceBase
{
    public override Task<ApplicationInformationResponse> GetApplicationInformation(
        ApplicationInformationRequest request, ServerCallContext context)
    {
        Demand(context);
        return Task.FromResult(new ApplicationInformationResponse { ApplicationName = settings.ApplicationName });
    }

    public override Task WatchResources(
        WatchResourcesRequest request, IServerStreamWriter<WatchResourcesUpdate> responseStream, ServerCallContext context) =>
        StreamAsync(context, async token =>
        {
            var initial = new InitialResourceData();
            initial.Resources.AddRange(board.All.Select(ResourceMessages.Describe));
            initial.ResourceTypes.AddRange(initial.Resources.Select(resource => resource.ResourceType).Distinct()
                .Select(type => new ResourceType { UniqueName = type, DisplayName = type }));
            await responseStream.WriteAsync(new WatchResourcesUpdate { InitialData = initial }, token);
            await foreach (var snapshot in board.WatchAsync(token))
            {
                var change = new WatchResourcesChange { Upsert = ResourceMessages.Describe(snapshot) };
                await responseStream.WriteAsync(new WatchResourcesUpdate { Changes = new() { Value = { change } } }, token);
            }
        });

    public override Task WatchResourceConsoleLogs(
        WatchResourceConsoleLogsRequest request,
        IServerStreamWriter<WatchResourceConsoleLogsUpdate> responseStream,
        ServerCallContext context) =>
        StreamAsync(context, async token =>
        {
            await foreach (var batch in logs.Get(request.ResourceName).ReadAsync(!request.SuppressFollow, token))
            {
                var update = new WatchResourceConsoleLogsUpdate();
                update.LogLines.AddRange(batch.Select(line => new ConsoleLogLine
                {
                    LineNumber = line.Number,
                    Text = line.Text,
                    IsStdErr = line.IsError,
                }));
                await responseStream.WriteAsync(update, token);
            }
        });

    public override async Task<ResourceCommandResponse> ExecuteResourceCommand(ResourceCommandRequest request, ServerCallContext context)
    {
        Demand(context);
        var snapshot = board.FindInstance(request.ResourceName)
            ?? throw new RpcException(new Status(StatusCode.NotFound, $"There is no resource '{request.ResourceName}'."));
        var result = await commands.ExecuteAsync(snapshot, request.CommandName, context.CancellationToken);
        return new ResourceCommandResponse
        {
            Message = result.Message ?? "",
            Kind = result switch
            {
                { Success: true } => ResourceCommandResponseKind.Succeeded,
                { Canceled: true } => ResourceCommandResponseKind.Cancelled,
                _ => ResourceCommandResponseKind.Failed,
            },
        };
    }

    // Interactions are not offered; the dashboard only wants the stream to stay open.
    public override Task WatchInteractions(
        IAsyncStreamReader<WatchInteractionsRequest> requestStream,
        IServerStreamWriter<WatchInteractionsResponse> responseStream,
        ServerCallContext context) =>
        StreamAsync(context, token => Task.Delay(Timeout.Infinite, token));

    private async Task StreamAsync(ServerCallContext context, Func<CancellationToken, Task> stream)
    {
        Demand(context);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, stopping);
        try
        {
            await stream(ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The dashboard has gone, or the application stops.
        }
    }

    private void Demand(ServerCallContext context)
    {
        var presented = context.RequestHeaders.GetValue("x-resource-service-api-key") ?? "";
        var matches = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(presented), Encoding.UTF8.GetBytes(settings.ResourceServiceApiKey));
        if (!settings.IsAnonymous && !matches)
        {
            throw new RpcException(new Status(StatusCode.Unauthenticated, "The API key of the resource service is missing or wrong."));
        }
    }
}
