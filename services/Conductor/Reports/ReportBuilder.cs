using SreGym.Conductor.Episodes;
using SreGym.Contracts.Oracle.V1;
using SreGym.Problems;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Reports;

/// <summary>Takes the report out of an episode.</summary>
internal static class ReportBuilder
{
    public static EpisodeReport Build(EpisodeContext context)
    {
        var record = context.Record;
        return new EpisodeReport
        {
            Episode = BuildEpisode(context, record),
            Verdicts = new ReportedVerdicts(record.Diagnosis.Name(), record.Mitigation.Name()),
            Times = BuildTimes(record.Times),
            Stages = [.. record.Stages.Select(Build)],
            Submissions = [.. Submissions(context)],
            Diagnosis = context.Diagnosis is { } diagnosis ? Build(diagnosis) : null,
            Checks = [.. context.Mitigation?.Checks.Select(Build) ?? []],
            Images = [.. context.Images.Select(image => new ReportedImage(image.Source, image.Target, image.Digest, image.Service))],
            Locks = [.. context.Locks.Select(state => new ReportedLock(state.Name, state.Locked, state.Detail))],
            Calls = [.. context.Calls.Snapshot().Select(call => new ReportedCall(
                call.Time, call.Duration.TotalSeconds, call.Verb, call.Group, call.Resource, call.Namespace, call.Name, call.Status, call.UserAgent))],
            Events = [.. context.Events.Snapshot().Select(seen => new ReportedEvent(
                seen.Time, seen.Stage, seen.Type, seen.Reason, seen.Namespace, seen.Kind, seen.Name, seen.Message, seen.Count, seen.Source))],
            Workload = [.. context.Workload.Snapshot().Select(tally => new ReportedWorkload(
                tally.Stage.Name(), tally.Endpoint, tally.Sent, tally.Answered, Math.Round((double)tally.Answered / tally.Sent, 4)))],
            Recovery = new ReportedRecovery(record.Holdings.Count == 0 && record.Leftovers.Count == 0, record.Leftovers),
        };
    }

    private static ReportedEpisode BuildEpisode(EpisodeContext context, EpisodeRecord record) => new(
        record.Spec.EpisodeId,
        record.Spec.ProblemId,
        ProblemCatalogue.Find(record.Spec.ProblemId)?.Title ?? "",
        record.Spec.ProblemOptions,
        record.Spec.Target,
        record.Spec.TargetOptions,
        record.Spec.Agent,
        record.AgentExitCode,
        record.Spec.Rights,
        record.Spec.Seed,
        record.State.Name(),
        record.Error,
        context.Application?.Name ?? "",
        context.Application?.Namespace ?? "",
        record.TraceId,
        record.StartedAt,
        record.EndedAt);

    private static ReportedTimes BuildTimes(EpisodeTimes times) => new(
        times.FaultInjected,
        times.FaultVisible,
        times.FirstRelevantRead,
        times.DiagnosisSubmitted,
        times.DiagnosisGraded,
        times.RepairEffective,
        times.MitigationSubmitted,
        times.GradingFinished,
        times.TimeToDetect?.TotalSeconds,
        times.TimeToDiagnose?.TotalSeconds,
        times.TimeToRepair?.TotalSeconds,
        times.TimeToMitigate?.TotalSeconds);

    private static ReportedStage Build(StageRun run) => new(
        run.Stage.Name(), run.StartedAt, run.EndedAt, run.Duration.TotalSeconds, run.Outcome.ToString().ToLowerInvariant(), run.Error);

    private static IEnumerable<ReportedSubmission> Submissions(EpisodeContext context)
    {
        if (context.Desk.Diagnosis is { IsCompletedSuccessfully: true, Result: var diagnosis })
        {
            yield return new ReportedSubmission("diagnosis", diagnosis.Time, diagnosis.Text);
        }

        if (context.Desk.Mitigation is { IsCompletedSuccessfully: true, Result: var mitigation })
        {
            yield return new ReportedSubmission("mitigation", mitigation.Time, mitigation.Text);
        }
    }

    private static ReportedDiagnosis Build(EvaluateDiagnosisResponse graded) => new(
        graded.Verdict.Name(),
        graded.Score,
        graded.Threshold,
        [.. graded.Items.Select(item => new ReportedRubricItem(item.Name, item.Weight, item.Score, item.Reason))]);

    private static ReportedCheck Build(CheckResult check) => new(
        check.Name,
        check.Verdict.Name(),
        check.Reason,
        check.Duration?.ToTimeSpan().TotalSeconds ?? 0,
        [.. check.Evidence.Select(evidence => new ReportedEvidence(evidence.Key, evidence.Value))]);
}
