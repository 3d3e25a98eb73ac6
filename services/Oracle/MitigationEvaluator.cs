using System.Diagnostics;
using SreGym.Contracts;
using SreGym.Contracts.Oracle.V1;
using SreGym.Problems.Checks;
using ProtoDuration = Google.Protobuf.WellKnownTypes.Duration;

namespace SreGym.Oracle;

/// <summary>Runs the checks of a problem one after the other; the mitigation passes when all of them do.</summary>
internal sealed class MitigationEvaluator(TimeProvider clock, ILogger<MitigationEvaluator> logger)
{
    public async Task<MitigationVerdict> EvaluateAsync(
        string episodeId, CheckContext context, Func<CheckResult, Task> report, CancellationToken cancellationToken)
    {
        var verdict = new MitigationVerdict { Verdict = Verdict.Pass };
        foreach (var check in context.Settings.Problem.Checks)
        {
            var result = await EvaluateAsync(check, context, cancellationToken);
            Log.CheckEvaluated(logger, episodeId, result.Name, result.Verdict.ToString(), result.Reason);
            verdict.Checks.Add(result);
            verdict.Verdict = result.Verdict == Verdict.Pass ? verdict.Verdict : Verdict.Fail;
            await report(result);
        }

        return verdict;
    }

    private async Task<CheckResult> EvaluateAsync(IMitigationCheck check, CheckContext context, CancellationToken cancellationToken)
    {
        using var span = OracleTelemetry.Source.StartActivity("evaluate check");
        span?.SetTag(TelemetryNames.CheckName, check.Name);
        var started = clock.GetTimestamp();
        var outcome = await check.EvaluateAsync(context, cancellationToken);
        span?.SetTag(TelemetryNames.Verdict, outcome.Passed ? "pass" : "fail");
        span?.SetTag(TelemetryNames.CheckReason, outcome.Reason);
        foreach (var evidence in outcome.Evidence)
        {
            span?.AddEvent(new ActivityEvent($"{evidence.Key}: {evidence.Value}"));
        }

        return new CheckResult
        {
            Name = check.Name,
            Verdict = outcome.Passed ? Verdict.Pass : Verdict.Fail,
            Reason = outcome.Reason,
            Evidence = { outcome.Evidence.Select(evidence => new Evidence { Key = evidence.Key, Value = evidence.Value }) },
            Duration = ProtoDuration.FromTimeSpan(clock.GetElapsedTime(started)),
        };
    }
}
