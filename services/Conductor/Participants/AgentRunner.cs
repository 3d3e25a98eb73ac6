using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Storage;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.ServiceDefaults.Harness;

namespace SreGym.Conductor.Participants;

/// <summary>Brings the participant to its task: starts its process, or says how to connect and waits.</summary>
internal sealed class AgentRunner(
    IOptions<ConductorOptions> options, IOptions<HarnessOptions> harness, Folders folders, ILogger<AgentRunner> logger)
{
    /// <summary>Runs until the last submission or until the process has ended without one.</summary>
    public async Task RunAsync(EpisodeContext context, string kubeconfig, Task<Submission> conversation, CancellationToken turn)
    {
        if (AgentCommand.Find(context.Spec.Agent, options.Value.AgentsDirectory) is { } command)
        {
            await RunProcessAsync(context, command, kubeconfig, conversation, turn);
            return;
        }

        context.Updates.Add(Ready(context, kubeconfig));
        await conversation.WaitAsync(turn);
    }

    private async Task RunProcessAsync(
        EpisodeContext context, AgentCommand command, string kubeconfig, Task<Submission> conversation, CancellationToken turn)
    {
        var logs = ParticipantFiles.AgentLogs(folders.Episode(context.Spec.EpisodeId));
        var environment = AgentEnvironment.Create(
            System.Environment.GetEnvironmentVariables(),
            harness.Value.Token,
            kubeconfig,
            new Uri(options.Value.ParticipantAddress),
            logs);
        await using var process = Start(context, command, environment, logs);
        var exited = process.WaitAsync(turn);
        var first = await Task.WhenAny(exited, conversation);
        turn.ThrowIfCancellationRequested();
        if (first == conversation)
        {
            await conversation;
            await Task.WhenAny(exited, Task.Delay(options.Value.AgentGrace, context.Time, turn));
            return;
        }

        context.Update(record => record with { AgentExitCode = exited.Result });
        await AwaitGradingAsync(context, conversation, turn);
    }

    // The last submission may still be on its way through the desk when the process is gone.
    private static async Task AwaitGradingAsync(EpisodeContext context, Task<Submission> conversation, CancellationToken turn)
    {
        if (context.Desk.Phase is ParticipantPhase.GradingDiagnosis or ParticipantPhase.GradingMitigation)
        {
            var graded = context.Desk.Phase == ParticipantPhase.GradingDiagnosis ? context.Desk.LeftAsync(ParticipantPhase.GradingDiagnosis) : conversation;
            await Task.WhenAny(graded, conversation).WaitAsync(turn);
        }
    }

    private AgentProcess Start(EpisodeContext context, AgentCommand command, Dictionary<string, string> environment, string logs)
    {
        try
        {
            return AgentProcess.Start(context.Spec.Agent, command, environment, logs, context.CreateRedactor(), context.Time, logger);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new SreGymException(
                StatusCode.FailedPrecondition,
                ErrorReasons.UnknownAgent,
                $"Agent '{context.Spec.Agent}' could not be started ({error.Message}): check that '{command.FileName}' exists and may be run.",
                error);
        }
    }

    private ParticipantReady Ready(EpisodeContext context, string kubeconfig)
    {
        var address = options.Value.ParticipantAddress.TrimEnd('/');
        var (status, submit) = ($"{address}/status", $"{address}/submit");
        return new ParticipantReady
        {
            KubeconfigPath = kubeconfig,
            StatusUrl = status,
            SubmitUrl = submit,
            Task = ParticipantTask.Describe(context.Application!, status, submit),
        };
    }
}
