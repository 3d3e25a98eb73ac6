using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Conductor.Episodes;
using SreGym.Contracts;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.ServiceDefaults.Errors;

namespace SreGym.Conductor.Observation;

/// <summary>
/// Knows when the private registry is lost with the process that held it, which no participant is to be judged by. Registries of
/// clusters that exist by themselves live there and are not watched.
/// </summary>
internal sealed class RegistryWatcher(
    RegistryMirrorService.RegistryMirrorServiceClient mirror, IOptions<ConductorOptions> options)
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
                    Within = TimeSpan.Zero.ToDuration(),
                },
                cancellationToken: cancellationToken);
        }
    }

    /// <summary>Does work that needs the registry, and ends it when that is lost.</summary>
    /// <exception cref="RpcException">The registry is lost, or RegistryMirror stays away.</exception>
    public async Task GuardAsync(EpisodeContext context, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var losing = WatchAsync(context, stop.Token);
        var working = work(stop.Token);
        await Task.WhenAny(working, losing);
        await stop.CancelAsync();
        await Task.WhenAll(working, losing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (losing.IsFaulted && !working.IsCompletedSuccessfully)
        {
            await losing;
        }

        await working;
    }

    // Ends by throwing. That nobody answers for a while says nothing yet.
    private async Task WatchAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        var answered = context.Time.GetTimestamp();
        while (IsHeld(context))
        {
            try
            {
                await DemandAsync(context, cancellationToken);
                answered = context.Time.GetTimestamp();
            }
            catch (RpcException error) when (RpcErrors.FindReason(error) != ErrorReasons.RegistryLost
                && context.Time.GetElapsedTime(answered) < options.Value.ServicePatience)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            await Task.Delay(s_pause, context.Time, cancellationToken);
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, cancellationToken);
    }

    private static bool IsHeld(EpisodeContext context) => context.Registry is { Holder.Length: > 0 };
}
