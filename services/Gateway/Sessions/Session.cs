using System.Diagnostics;
using SreGym.Contracts;
using SreGym.ServiceDefaults.Streams;

namespace SreGym.Gateway.Sessions;

/// <summary>One participant's open door: whom it lets in, where it leads, under which identity.</summary>
internal sealed class Session : IDisposable
{
    private readonly CancellationTokenSource _closing = new();

    public required string Id { get; init; }

    /// <summary>Base address of the subject's API server, path included.</summary>
    public required string Server { get; init; }

    public required SecretText UpstreamToken { get; init; }

    /// <summary>Digest of what the participant presents.</summary>
    public required string TokenDigest { get; init; }

    /// <summary>The span the participant's calls belong under.</summary>
    public required ActivityContext Parent { get; init; }

    public required RequestBudget Budget { get; init; }

    public required ReplayLog<CallRecord> Calls { get; init; }

    public required HttpMessageInvoker Upstream { get; init; }

    /// <summary>Cancelled when the door closes; ends watches and log streams too.</summary>
    public CancellationToken Closed => _closing.Token;

    public void Dispose()
    {
        _closing.Cancel();
        Calls.Complete();
        Upstream.Dispose();
        _closing.Dispose();
    }
}
