namespace SreGym.Simulation.Runtime;

/// <summary>Lets one through at a time, in the order of asking. For the loop only: it takes no lock.</summary>
internal sealed class SerialQueue
{
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private bool _isTaken;

    public Task EnterAsync()
    {
        if (!_isTaken)
        {
            _isTaken = true;
            return Task.CompletedTask;
        }

        var turn = new TaskCompletionSource();
        _waiting.Enqueue(turn);
        return turn.Task;
    }

    public void Leave()
    {
        if (_waiting.TryDequeue(out var next))
        {
            next.SetResult();
        }
        else
        {
            _isTaken = false;
        }
    }
}
