using System.Runtime.InteropServices;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using SreGym.Contracts.Conductor.V1;

namespace SreGym.AppHost.Episodes;

/// <summary>
/// Ends an episode that still runs when the host stops, while its services are there: the orchestrator gives processes only a few
/// seconds to end, and a real cluster takes longer to be put back. Interrupted once more, it stops without waiting.
/// </summary>
internal sealed class RecoveryAtStop(EpisodeDesk desk, EpisodeScreen screen) : IHostedService
{
    /// <summary>How long the host may take to stop: a real cluster's namespaces may take minutes to go.</summary>
    public static TimeSpan Limit { get; } = TimeSpan.FromMinutes(5);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (desk.Latest is not { State: EpisodeState.Running } episode)
        {
            return;
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopWaiting);
        using var termination = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopWaiting);
        screen.ShowNote("interrupted: bringing the subject back; interrupt again to leave it");
        try
        {
            var recovered = await desk.RecoverAsync(episode.EpisodeId, waiting.Token);
            foreach (var leftover in recovered.Leftovers)
            {
                screen.ShowError($"left: {leftover}");
            }
        }
        catch (RpcException error)
        {
            var reason = waiting.IsCancellationRequested ? "not waited for" : error.Status.Detail;
            screen.ShowError($"the subject is not back ({reason}): ./sregym recover --episode {episode.EpisodeId}");
        }

        void StopWaiting(PosixSignalContext signal)
        {
            signal.Cancel = true;
            waiting.Cancel();
        }
    }
}
