namespace SreGym.Conductor.Participants;

/// <summary>Takes one diagnosis, then one mitigation, and says nothing about either.</summary>
internal sealed class SubmissionDesk(TimeProvider time)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly TaskCompletionSource<Submission> _diagnosis = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Submission> _mitigation = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ParticipantPhase _phase;

    /// <summary>Completes with the participant's diagnosis.</summary>
    public Task<Submission> Diagnosis => _diagnosis.Task;

    /// <summary>Completes when the participant says it is done.</summary>
    public Task<Submission> Mitigation => _mitigation.Task;

    public ParticipantPhase Phase
    {
        get
        {
            lock (_gate)
            {
                return _phase;
            }
        }
    }

    /// <summary>The phase's name on the wire.</summary>
    public string StageName => Phase switch
    {
        ParticipantPhase.Setup => "setup",
        ParticipantPhase.Opening or ParticipantPhase.Diagnosis or ParticipantPhase.GradingDiagnosis => "diagnosis",
        ParticipantPhase.Mitigation or ParticipantPhase.GradingMitigation => "mitigation",
        ParticipantPhase.TearingDown => "tearing_down",
        _ => "done",
    };

    public void MoveTo(ParticipantPhase phase)
    {
        TaskCompletionSource moved;
        lock (_gate)
        {
            _phase = phase;
            (moved, _moved) = (_moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        moved.TrySetResult();
    }

    /// <summary>Completes once the desk is in another phase.</summary>
    public async Task LeftAsync(ParticipantPhase phase)
    {
        while (MovedWhile(phase) is { } moved)
        {
            await moved;
        }
    }

    public async Task<SubmissionOutcome> SubmitAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            await WaitUntilOpenAsync(cancellationToken);
        }
        catch (TimeoutException)
        {
            return SubmissionOutcome.NotReady;
        }

        lock (_gate)
        {
            return Accept(new Submission(time.GetUtcNow(), text));
        }
    }

    private async Task WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (MovedWhile(ParticipantPhase.Opening) is { } moved)
        {
            var left = s_patience - time.GetElapsedTime(start);
            await moved.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, cancellationToken);
        }
    }

    private Task? MovedWhile(ParticipantPhase phase)
    {
        lock (_gate)
        {
            return _phase == phase ? _moved.Task : null;
        }
    }

    private SubmissionOutcome Accept(Submission submission)
    {
        switch (_phase)
        {
            case ParticipantPhase.Diagnosis:
                _phase = ParticipantPhase.GradingDiagnosis;
                _diagnosis.TrySetResult(submission);
                return SubmissionOutcome.Received;
            case ParticipantPhase.Mitigation:
                _phase = ParticipantPhase.GradingMitigation;
                _mitigation.TrySetResult(submission);
                return SubmissionOutcome.Received;
            case ParticipantPhase.GradingDiagnosis or ParticipantPhase.GradingMitigation:
                return SubmissionOutcome.Received;
            case ParticipantPhase.Done:
                return SubmissionOutcome.AlreadyDone;
            default:
                return SubmissionOutcome.WrongStage;
        }
    }
}
