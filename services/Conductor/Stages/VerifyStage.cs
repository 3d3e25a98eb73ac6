using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using SreGym.Conductor.Episodes;
using SreGym.Conductor.Observation;
using SreGym.Conductor.Targets;
using SreGym.Contracts;
using SreGym.Contracts.Conductor.V1;
using SreGym.Contracts.Oracle.V1;
using SreGym.Contracts.RegistryMirror.V1;
using SreGym.Recovery.Episodes;

namespace SreGym.Conductor.Stages;

/// <summary>Has the repair judged. A participant that handed nothing in has not repaired anything.</summary>
internal sealed class VerifyStage(
    OracleService.OracleServiceClient oracle,
    RegistryMirrorService.RegistryMirrorServiceClient mirror,
    RegistryWatcher registry,
    TargetDirectory targets) : IStage
{
    public EpisodeStage Stage => EpisodeStage.Verify;

    public Task RunAsync(EpisodeContext context, CancellationToken cancellationToken) =>
        context.RunSpanAsync("verify episode", async () =>
        {
            var mitigation = NothingSubmitted();
            if (context.Record.Times.MitigationSubmitted is not null)
            {
                await registry.GuardAsync(
                    context, async stop => mitigation = await EvaluateMitigationAsync(context, stop), cancellationToken);
            }

            // Whatever fails for want of a registry is no participant's failure.
            await registry.DemandAsync(context, cancellationToken);
            context.Mitigation = mitigation;
            context.UpdateTimes(times => times with { GradingFinished = context.Time.GetUtcNow() });
            context.Update(record => record with
            {
                Diagnosis = context.Diagnosis?.Verdict ?? Verdict.Fail,
                Mitigation = context.Mitigation.Verdict,
            });
            context.CurrentSpan?.SetTag(TelemetryNames.Verdict, context.Mitigation.Verdict.Name());
        });

    private async Task<MitigationVerdict> EvaluateMitigationAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        var request = new EvaluateMitigationRequest
        {
            Subject = context.RequireSubject(),
            Problem = context.Problem,
            Registry = context.Registry,
            FaultAge = context.FaultAge?.ToDuration(),
            StabilityWindow = targets.Get(context.Spec.Target).StabilityWindow.ToDuration(),
        };
        request.Images.AddRange(context.Images);
        request.Pulls.AddRange(await ListPullsAsync(context, cancellationToken));
        using var call = oracle.EvaluateMitigation(request, cancellationToken: cancellationToken);
        MitigationVerdict? verdict = null;
        await foreach (var update in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (update.Check is { } check)
            {
                context.Updates.Add(Describe(check, context.Time));
            }

            verdict = update.Verdict ?? verdict;
        }

        return verdict ?? throw new InvalidOperationException("The Oracle ended its evaluation without a verdict.");
    }

    private async Task<IEnumerable<RegistryPull>> ListPullsAsync(EpisodeContext context, CancellationToken cancellationToken)
    {
        var accesses = await mirror.ListAccessesAsync(
            new ListAccessesRequest
            {
                Subject = context.RequireSubject(),
                Registry = context.Registry,
                Within = context.FaultAge?.ToDuration(),
            },
            cancellationToken: cancellationToken);
        return accesses.Accesses
            // A node that has the content already, from elsewhere, asks for the manifest by HEAD and for nothing else.
            .Where(access => access.Method is "GET" or "HEAD" && access.Repository.Length > 0)
            .Select(access => new RegistryPull
            {
                Time = access.Time,
                Username = access.Username,
                Repository = access.Repository,
                Reference = access.Reference,
                Digest = access.Digest,
                Status = access.Status,
                UserAgent = access.UserAgent,
            });
    }

    private static MitigationVerdict NothingSubmitted() => new()
    {
        Verdict = Verdict.Fail,
        Checks =
        {
            new CheckResult
            {
                Name = "submission",
                Verdict = Verdict.Fail,
                Reason = "The participant did not submit a mitigation.",
            },
        },
    };

    private static Contracts.Common.V1.Step Describe(CheckResult check, TimeProvider time) => new()
    {
        Name = $"check {check.Name}",
        State = check.Verdict == Verdict.Pass ? Contracts.Common.V1.StepState.Completed : Contracts.Common.V1.StepState.Failed,
        Message = check.Reason,
        Time = time.GetUtcNow().ToTimestamp(),
    };
}
