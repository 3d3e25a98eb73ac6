using System.Diagnostics;
using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Conductor.Participants;
using SreGym.Conductor.Storage;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Gateway.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Stages;

/// <summary>The participant's turn: its door is open from the beginning of this stage to its end and no longer.</summary>
internal sealed class AgentStage(
    GatewayService.GatewayServiceClient gateway,
    CallWatcher calls,
    RegistryWatcher registry,
    DiagnosisGrader grader,
    AgentRunner runner,
    Folders folders,
    IOptions<ConductorOptions> options) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Agent;

    public Task RunAsync(EpisodeContext context, CancellationToken cancellationToken) =>
        context.RunSpanAsync("await agent", async () =>
        {
            context.CurrentSpan?.SetTag(TelemetryNames.AgentName, context.Spec.Agent);
            context.Desk.MoveTo(ParticipantPhase.Opening);
            var kubeconfig = await OpenDoorAsync(context, cancellationToken);
            var watching = calls.WatchAsync(context, CancellationToken.None);
            try
            {
                await registry.GuardAsync(
                    context, stop => AwaitParticipantAsync(context, kubeconfig, watching, stop), cancellationToken);
            }
            finally
            {
                await CloseDoorAsync(context);
                await watching;
            }
        });

    private async Task<string> OpenDoorAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        context.ParticipantToken = new SecretText(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        var connection = SubjectConnection.Read(context.RequireSubject());
        context.Take(Holding.Session);
        var session = await gateway.OpenSessionAsync(
            new OpenSessionRequest
            {
                SessionId = context.Spec.EpisodeId,
                Server = connection.Server,
                CertificateAuthorityPem = connection.AuthorityPem,
                UpstreamToken = context.Identity!.Token,
                ParticipantToken = context.ParticipantToken.Reveal(),
                Namespace = context.Application!.Namespace,
                Traceparent = Activity.Current?.Id ?? "",
                RequestsPerSecond = options.Value.RequestsPerSecond,
            },
            cancellationToken: cancellationToken);
        return ParticipantFiles.WriteKubeconfig(folders.Episode(context.Spec.EpisodeId), session.Kubeconfig);
    }

    private async Task AwaitParticipantAsync(
        EpisodeContext context, string kubeconfig, Task watching, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.Value.AgentTimeLimit, context.Time);
        using var turn = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        context.Desk.MoveTo(ParticipantPhase.Diagnosis);
        var conversation = grader.FollowAsync(context, turn.Token);
        try
        {
            var running = runner.RunAsync(context, kubeconfig, conversation, turn.Token);
            if (await Task.WhenAny(running, watching) == watching && !running.IsCompleted)
            {
                await turn.CancelAsync();
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                throw DoorLost();
            }

            await running;
        }
        catch (Exception error) when (Failures.IsCancellation(error) && limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Running out of time is the participant's result, not the harness's failure.
            context.CurrentSpan?.AddEvent(new ActivityEvent("time limit reached", context.Time.GetUtcNow()));
        }
        finally
        {
            await turn.CancelAsync();
            await conversation.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        if (conversation.IsFaulted)
        {
            await conversation;
        }
    }

    private async Task CloseDoorAsync(EpisodeContext context)
    {
        // Also when the episode is cancelled: the stage is not over while the participant can still act.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10), context.Time);
        try
        {
            await gateway.CloseSessionAsync(
                new CloseSessionRequest { SessionId = context.Spec.EpisodeId }, cancellationToken: patience.Token);
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.Unavailable)
        {
            // Nobody goes through a Gateway that is away. The session stays in the record, and recovery closes it.
        }
    }

    private static SreGymException DoorLost() => new(
        StatusCode.NotFound,
        ErrorReasons.UnknownSession,
        "The participant's door was lost while it worked: the Gateway was restarted or does not answer. Start a new episode.");
}
