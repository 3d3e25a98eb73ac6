namespace SreGym.Oci.Client;

/// <summary>A token that is cancelled by its caller or when the time is over, and tells which.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly TimeSpan _limit;
    private readonly CancellationToken _caller;
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    public Deadline(TimeSpan limit, TimeProvider time, CancellationToken caller)
    {
        _limit = limit;
        _caller = caller;
        _time = new CancellationTokenSource(limit, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, caller);
    }

    public CancellationToken Token => _either.Token;

    public bool IsOver => _time.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>The time starts anew.</summary>
    public void Extend() => _time.CancelAfter(_limit);

    public TimeoutException ToException() => new($"nothing came for {_limit.TotalSeconds} s");

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
