using Grpc.Core;
using SreGym.Contracts.Oracle.V1;

namespace SreGym.Conductor.Tests.Harness;

/// <summary>Passes a diagnosis that says "right", and every mitigation.</summary>
internal sealed class FakeOracle : OracleService.OracleServiceBase
{
    public override Task<CaptureBaselineResponse> CaptureBaseline(CaptureBaselineRequest request, ServerCallContext context) =>
        Task.FromResult(new CaptureBaselineResponse { Objects = 1 });

    public override async Task WatchRepair(
        WatchRepairRequest request, IServerStreamWriter<WatchRepairUpdate> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new WatchRepairUpdate { Healthy = true });
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    public override Task<EvaluateDiagnosisResponse> EvaluateDiagnosis(EvaluateDiagnosisRequest request, ServerCallContext context)
    {
        var passes = request.Submission.Contains("right", StringComparison.Ordinal);
        return Task.FromResult(new EvaluateDiagnosisResponse
        {
            Verdict = passes ? Verdict.Pass : Verdict.Fail,
            Score = passes ? 1 : 0,
            Threshold = 0.7,
        });
    }

    public override async Task EvaluateMitigation(
        EvaluateMitigationRequest request, IServerStreamWriter<EvaluateMitigationUpdate> responseStream, ServerCallContext context)
    {
        var check = new CheckResult { Name = "rollout complete", Verdict = Verdict.Pass, Reason = "It is." };
        await responseStream.WriteAsync(new EvaluateMitigationUpdate { Check = check });
        await responseStream.WriteAsync(new EvaluateMitigationUpdate
        {
            Verdict = new MitigationVerdict { Verdict = Verdict.Pass, Checks = { check } },
        });
    }

    public override Task<ReleaseBaselineResponse> ReleaseBaseline(ReleaseBaselineRequest request, ServerCallContext context) =>
        Task.FromResult(new ReleaseBaselineResponse());
}
