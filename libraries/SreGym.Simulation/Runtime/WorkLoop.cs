using Microsoft.Extensions.Logging;

namespace SreGym.Simulation.Runtime;

/// <summary>
/// The single thread of a cluster: controllers, scheduler and kubelets run here, one piece of work after the other, ordered by
/// due time and then by the order of posting. Works on any <see cref="TimeProvider"/>, virtual ones included.
/// </summary>
/// <param name="time">The clock of the cluster.</param>
/// <param name="patience">How long, in real time, the loop waits for work outside the cluster.</param>
/// <param name="logger">Receives what failed.</param>
public sealed class WorkLoop(TimeProvider time, TimeSpan patience, ILogger logger) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<ScheduledWork, (long Due, long Sequence)> _queue = new();
    private readonly List<TaskCompletionSource> _idleWaiters = [];
    private ITimer? _timer;
    private long _armedFor = long.MaxValue;
    private long _sequence;
    private bool _draining;
    private bool _stopped;

    /// <summary>The clock of the cluster.</summary>
    public TimeProvider Time => time;

    /// <summary>When the next piece of work is due; null when there is none.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
            {
                SkipCancelled();
                return _queue.TryPeek(out _, out var key) ? new DateTimeOffset(key.Due, TimeSpan.Zero) : null;
            }
        }
    }

    /// <summary>Runs the work as soon as everything posted before it is done.</summary>
    public void Post(Action work) => After(TimeSpan.Zero, work);

    /// <summary>Runs the work when the delay is over.</summary>
    public ScheduledWork After(TimeSpan delay, Action work) =>
        Enqueue(delay, () =>
        {
            work();
            return ValueTask.CompletedTask;
        });

    /// <summary>Starts asynchronous work. It must await nothing but what this loop hands out, so that it stays on the loop.</summary>
    public void Start(Func<Task> work) => Post(() => _ = ObserveAsync(work));

    /// <summary>Asks something that only the loop may look at; the answer comes off the loop.</summary>
    public Task<T> AskAsync<T>(Func<T> question)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                answer.SetResult(question());
            }
            catch (Exception failure)
            {
                answer.SetException(failure);
            }
        });
        return answer.Task;
    }

    /// <summary>Completes on the loop when the delay is over.</summary>
    public Task DelayAsync(TimeSpan delay)
    {
        var done = new TaskCompletionSource();
        After(delay, done.SetResult);
        return done.Task;
    }

    /// <summary>
    /// Waits for work outside the cluster, such as a request to a registry. The loop stands still meanwhile, which keeps the order of
    /// everything else the same in every run, but no longer than its patience; then it goes on and the result comes when it comes.
    /// Completes on the loop.
    /// </summary>
    public Task<T> HoldAsync<T>(Func<Task<T>> outside)
    {
        var done = new TaskCompletionSource<T>();
        Enqueue(TimeSpan.Zero, async () =>
        {
            var task = Task.Run(outside);
            if (await Task.WhenAny(task, Task.Delay(patience, TimeProvider.System)) == task)
            {
                done.SetFromTask(task);
                return;
            }

            _ = task.ContinueWith(late => Post(() => done.SetFromTask(late)), TaskScheduler.Default);
        });
        return done.Task;
    }

    /// <summary>Completes when no work is running or due at the current time.</summary>
    public Task IdleAsync()
    {
        lock (_gate)
        {
            if (_stopped || (!_draining && !IsDue()))
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _idleWaiters.Add(waiter);
            if (!_draining)
            {
                // A clock that was set by hand may be past the due time before the timer says so.
                StartOrArm();
            }

            return waiter.Task;
        }
    }

    /// <summary>Stops taking work and waits for the piece that is running.</summary>
    public async ValueTask DisposeAsync()
    {
        Task idle;
        lock (_gate)
        {
            if (_stopped)
            {
                return;
            }

            _queue.Clear();
            idle = _draining ? IdleAsync() : Task.CompletedTask;
            _stopped = true;
        }

        await idle;
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }
    }

    private async Task ObserveAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception failure)
        {
            Log.WorkFailed(logger, failure);
        }
    }

    private ScheduledWork Enqueue(TimeSpan delay, Func<ValueTask> work)
    {
        var scheduled = new ScheduledWork(work);
        lock (_gate)
        {
            if (_stopped)
            {
                return scheduled;
            }

            _queue.Enqueue(scheduled, (Now() + Math.Max(0, delay.Ticks), _sequence++));
            if (!_draining)
            {
                StartOrArm();
            }
        }

        return scheduled;
    }

    private void StartOrArm()
    {
        if (IsDue())
        {
            _draining = true;
            ThreadPool.UnsafeQueueUserWorkItem(static loop => _ = loop.DrainAsync(), this, preferLocal: false);
            return;
        }

        if (!_queue.TryPeek(out _, out var next) || next.Due == _armedFor)
        {
            return;
        }

        _armedFor = next.Due;
        // Rounded up: a timer that fires a fraction early would find nothing due.
        var delay = TimeSpan.FromMilliseconds(Math.Ceiling(new TimeSpan(Math.Max(0, next.Due - Now())).TotalMilliseconds));
        _timer ??= time.CreateTimer(static loop => ((WorkLoop)loop!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void OnTimer()
    {
        lock (_gate)
        {
            _armedFor = long.MaxValue;
            if (!_stopped && !_draining)
            {
                StartOrArm();
            }
        }
    }

    private async Task DrainAsync()
    {
        while (TakeDue() is { } item)
        {
            try
            {
                await item.Work();
            }
            catch (Exception failure)
            {
                Log.WorkFailed(logger, failure);
            }
        }
    }

    private ScheduledWork? TakeDue()
    {
        lock (_gate)
        {
            if (!_stopped && IsDue())
            {
                return _queue.Dequeue();
            }

            _draining = false;
            if (!_stopped)
            {
                StartOrArm();
            }

            _idleWaiters.ForEach(waiter => waiter.TrySetResult());
            _idleWaiters.Clear();
            return null;
        }
    }

    private bool IsDue()
    {
        SkipCancelled();
        return _queue.TryPeek(out _, out var key) && key.Due <= Now();
    }

    private void SkipCancelled()
    {
        while (_queue.TryPeek(out var item, out _) && item.IsCancelled)
        {
            _queue.Dequeue();
        }
    }

    private long Now() => time.GetUtcNow().UtcTicks;
}
