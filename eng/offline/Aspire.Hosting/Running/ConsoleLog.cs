using System.Runtime.CompilerServices;

namespace Aspire.Hosting.Running;

/// <summary>The last lines of one resource; a reader that falls behind misses the oldest ones.</summary>
internal sealed class ConsoleLog(TimeProvider time)
{
    private const int Capacity = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<ConsoleLine> _lines = new();
    private TaskCompletionSource _appended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public void Append(string text, bool isError)
    {
        TaskCompletionSource wake;
        lock (_gate)
        {
            _lines.Enqueue(new ConsoleLine(++_count, $"{time.GetUtcNow():yyyy-MM-ddTHH:mm:ss.fffffffZ} {text}", isError));
            if (_lines.Count > Capacity)
            {
                _lines.Dequeue();
            }

            (wake, _appended) = (_appended, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        wake.SetResult();
    }

    /// <summary>The last lines as one text.</summary>
    public string Tail(int lines)
    {
        lock (_gate)
        {
            return string.Join('\n', _lines.TakeLast(lines).Select(line => line.Text));
        }
    }

    /// <summary>Batches of lines: first what is there, then (when <paramref name="follow"/>) what comes.</summary>
    public async IAsyncEnumerable<IReadOnlyList<ConsoleLine>> ReadAsync(bool follow, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var last = 0;
        while (true)
        {
            List<ConsoleLine> batch;
            Task more;
            lock (_gate)
            {
                batch = [.. _lines.SkipWhile(line => line.Number <= last)];
                more = _appended.Task;
            }

            if (batch.Count > 0)
            {
                last = batch[^1].Number;
                yield return batch;
            }
            else if (!follow)
            {
                yield break;
            }
            else
            {
                await more.WaitAsync(cancellationToken);
            }
        }
    }
}
