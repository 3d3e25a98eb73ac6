using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Contracts;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Conductor.Observation;

/// <summary>
/// Knows when the private registry is lost with the process that held it, which no participant is to be judged by. Registries of
/// clusters that exist by themselves live there and are not watched.
/// </summary>
internal sealed class RegistryWatcher(RegistryMirrorService.RegistryMirrorServiceClient mirror)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the registry is the one that the images were copied into.</summary>
    /// <exception cref="RpcException">It is lost, or nobody can say.</exception>
    public async Task DemandAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        if (IsHeld(context))
        {
            await mirror.ListAccessesAsync(
                new ListAccessesRequest
                {
                    Subject = context.RequireSubject(),
                    Registry = context.Registry,
                    Since = context.Time.GetUtcNow().ToTimestamp(),
                },
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>Ends when the registry is lost, by saying so, or when it is cancelled. That nobody answers for a while says nothing yet.</summary>
    /// <exception cref="RpcException">The registry is lost.</exception>
    public async Task WatchAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        while (IsHeld(context))
        {
            try
            {
                await DemandAsync(context, cancellationToken);
            }
            catch (RpcException error) when (RpcErrors.FindReason(error) != ErrorReasons.RegistryLost)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            await Task.Delay(s_pause, context.Time, cancellationToken);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
    }

    private static bool IsHeld(EpisodeContext context) => context.Registry is { Holder.Length: > 0 };
}
