namespace SreGym.Simulation.Runtime;

/// <summary>A piece of work waiting for its time on the <see cref="WorkLoop"/>.</summary>
public sealed class ScheduledWork
{
    private volatile bool _isCancelled;

    internal ScheduledWork(Func<ValueTask> work) => Work = work;

    /// <summary>True when the work will not run any more.</summary>
    public bool IsCancelled => _isCancelled;

    internal Func<ValueTask> Work { get; }

    /// <summary>Keeps the work from running; without effect once it has started.</summary>
    public void Cancel() => _isCancelled = true;
}
