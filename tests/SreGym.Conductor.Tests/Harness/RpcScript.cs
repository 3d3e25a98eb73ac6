using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>Notes every call, and lets the chosen ones fail, never answer, or answer only when all of them have come in.</summary>
internal sealed class RpcScript : Interceptor
{
    public const string Leftover = "Namespace shop: it is still being deleted.";

    private readonly ConcurrentQueue<string> _calls = [];
    private readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<string> Calls => [.. _calls];

    public string? Fails { get; init; }

    public string? Blocks { get; init; }

    /// <summary>The call during which RegistryMirror is restarted, and the registry lost with it.</summary>
    public string? LosesRegistryDuring { get; init; }

    /// <summary>The call that leaves <see cref="Leftover"/> the first time.</summary>
    public string? LeavesOnce { get; init; }

    /// <summary>Told the name of every call before it is answered.</summary>
    public Action<string>? Calling { get; init; }

    /// <summary>Calls that are answered together.</summary>
    public IReadOnlyList<string> Together { get; init; } = [];

    /// <summary>Completes when the blocking call has come in.</summary>
    public Task Blocked => _blocked.Task;

    /// <summary>What a call leaves.</summary>
    public IEnumerable<string> ListLeftovers(string rpc) => rpc == LeavesOnce && _calls.Count(call => call == rpc) == 1 ? [Leftover] : [];

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        await FollowAsync(context);
        return await continuation(request, context);
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        await FollowAsync(context);
        await continuation(request, responseStream, context);
    }

    private async Task FollowAsync(ServerCallContext context)
    {
        var name = context.Method.Split('/')[^1];
        _calls.Enqueue(name);
        Calling?.Invoke(name);
        if (name == Fails)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"{name} fails on purpose."));
        }

        if (Together.Contains(name))
        {
            if (!Together.Except(_calls).Any())
            {
                _complete.TrySetResult();
            }

            await _complete.Task.WaitAsync(context.CancellationToken);
        }

        if (name == Blocks)
        {
            _blocked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
