using System.Diagnostics;
using SreGym.Conductor.Episodes;
using SreGym.Contracts;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Conductor.Participants;

/// <summary>Follows the conversation at the desk: a diagnosis, its grading, then the mitigation.</summary>
internal sealed class DiagnosisGrader(OracleService.OracleServiceClient oracle, ILogger<DiagnosisGrader> logger)
{
    public async Task<Submission> FollowAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        var diagnosis = await context.Desk.Diagnosis.WaitAsync(cancellationToken);
        Note(context, "diagnosis", diagnosis);
        context.UpdateTimes(times => times with { DiagnosisSubmitted = diagnosis.Time });
        context.Diagnosis = await oracle.EvaluateDiagnosisAsync(
            new EvaluateDiagnosisRequest
            {
                Subject = context.RequireSubject(),
                Problem = context.Problem,
                Submission = diagnosis.Text,
            },
            cancellationToken: cancellationToken);
        context.UpdateTimes(times => times with { DiagnosisGraded = context.Time.GetUtcNow() });
        context.Desk.MoveTo(ParticipantPhase.Mitigation);

        var mitigation = await context.Desk.Mitigation.WaitAsync(cancellationToken);
        Note(context, "mitigation", mitigation);
        context.UpdateTimes(times => times with { MitigationSubmitted = mitigation.Time });
        return mitigation;
    }

    private void Note(EpisodeContext context, string stage, Submission submission)
    {
        Log.Submitted(logger, context.Spec.EpisodeId, stage);
        context.CurrentSpan?.AddEvent(new ActivityEvent(
            $"submit {stage}", submission.Time, new ActivityTagsCollection { [TelemetryNames.SubmissionStage] = stage }));
    }
}
