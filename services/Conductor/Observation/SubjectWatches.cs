namespace SreGym.Conductor.Observation;

/// <summary>The background watches of one episode, ended together and awaited.</summary>
internal sealed class SubjectWatches : IAsyncDisposable
{
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _running = [];

    public void Start(Func<CancellationToken, Task> watch)
    {
        // Not part of the span that happens to be open now.
        using var _ = ExecutionContext.SuppressFlow();
        _running.Add(Task.Run(() => watch(_ending.Token)));
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        await Task.WhenAll(_running);
        _ending.Dispose();
    }
}
