using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using SreGym.Contracts.Oracle.V1;
using SreGym.Oracle.Registries;
using SreGym.Oracle.Workloads;
using SreGym.Problems.Baselines;
using SreGym.Problems.Checks;
using SreGym.Problems.Subjects;
using SreGym.Recovery.Baselines;
using SreGym.ServiceDefaults.Subjects;
using SreGym.ServiceDefaults.Time;

namespace SreGym.Oracle;

/// <summary>The service's calls: validate, map, call, map.</summary>
internal sealed class OracleGrpcService(
    BaselineStore baselines,
    MitigationEvaluator evaluator,
    WorkloadBook workloads,
    WorkloadRunner workload,
    HttpMessageInvoker http,
    IOptions<OracleOptions> options,
    SteadyClock clock,
    IHostApplicationLifetime lifetime,
    ILogger<OracleGrpcService> logger) : OracleService.OracleServiceBase
{
    public override async Task<CaptureBaselineResponse> CaptureBaseline(CaptureBaselineRequest request, ServerCallContext context)
    {
        var episodeId = request.Subject.GetEpisodeId();
        var profile = request.Problem.ToSettings().Problem.Profile;
        using var client = SubjectClient.Connect(request.Subject, new SubjectPatience(clock));
        var subject = new SubjectApi(client);
        var objects = await BaselineCrawler.CaptureAsync(subject, context.CancellationToken);
        var baseline = objects with
        {
            AnsweredRequests = await AnsweredRequests.FindAsync(subject, profile, objects, clock, context.CancellationToken),
        };
        var capturedAt = baselines.Save(episodeId, baseline);
        Log.BaselineCaptured(logger, episodeId, baseline.Objects.Count);
        return new CaptureBaselineResponse { Objects = baseline.Objects.Count, CapturedAt = capturedAt.ToTimestamp() };
    }

    public override async Task WatchRepair(
        WatchRepairRequest request, IServerStreamWriter<WatchRepairUpdate> responseStream, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        var targets = settings.Problem.FindTargets(settings);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var client = SubjectClient.Connect(request.Subject, new SubjectPatience(clock));
        var watch = new WorkloadWatch(new SubjectApi(client), settings.Problem.Profile.Namespace, clock);
        var last = "";
        await foreach (var snapshot in watch.ReadAllAsync(stop.Token))
        {
            var waiting = string.Join("; ", targets
                .Select(target => snapshot.FindWaiting(target) is { } why ? $"{target}: {why}" : null)
                .Where(why => why is not null));
            var detail = waiting.Length == 0 ? "every targeted deployment is available" : waiting;
            if (detail != last)
            {
                last = detail;
                await responseStream.WriteAsync(new WatchRepairUpdate
                {
                    Time = clock.GetUtcNow().ToTimestamp(),
                    Healthy = waiting.Length == 0,
                    Detail = detail,
                });
            }
        }
    }

    public override async Task RunWorkload(
        RunWorkloadRequest request, IServerStreamWriter<RunWorkloadUpdate> responseStream, ServerCallContext context)
    {
        var episodeId = request.Subject.GetEpisodeId();
        var profile = request.Problem.ToSettings().Problem.Profile;
        request.ValidateRate();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        using var client = SubjectClient.Connect(request.Subject);
        await workload.RunAsync(
            episodeId, new SubjectApi(client), profile, request, update => responseStream.WriteAsync(update, stop.Token), stop.Token);
    }

    public override Task<EvaluateDiagnosisResponse> EvaluateDiagnosis(EvaluateDiagnosisRequest request, ServerCallContext context)
    {
        var settings = request.Problem.ToSettings();
        var grade = settings.Problem.Rubric.Grade(settings, request.Submission);
        Log.DiagnosisGraded(logger, request.Subject?.EpisodeId ?? "", grade.Score);
        return Task.FromResult(new EvaluateDiagnosisResponse
        {
            Verdict = grade.Passed ? Verdict.Pass : Verdict.Fail,
            Score = grade.Score,
            Threshold = grade.Threshold,
            Items =
            {
                grade.Items.Select(item => new RubricItem { Name = item.Name, Weight = item.Weight, Score = item.Score, Reason = item.Reason }),
            },
        });
    }

    public override async Task EvaluateMitigation(
        EvaluateMitigationRequest request, IServerStreamWriter<EvaluateMitigationUpdate> responseStream, ServerCallContext context)
    {
        var episodeId = request.Subject.GetEpisodeId();
        var registry = request.Registry.Validate();
        using var client = SubjectClient.Connect(request.Subject, new SubjectPatience(clock));
        var checks = new CheckContext
        {
            Settings = request.Problem.ToSettings(),
            Subject = new SubjectApi(client),
            Baseline = baselines.Get(episodeId),
            RegistryHost = registry.Host,
            Registry = new RegistryProbe(http, registry),
            Images = [.. request.Images.Select(image => image.ToPrivateImage())],
            Pulls = [.. request.Pulls.Select(pull => pull.ToRecord())],
            FaultInjectedAt = request.FaultAge?.ToTimeSpan() is { } age ? clock.GetUtcNow() - age : DateTimeOffset.MinValue,
            Workload = workloads.Find(episodeId),
            StabilityWindow = request.StabilityWindow?.ToTimeSpan() ?? options.Value.StabilityWindow,
            Clock = clock,
        };
        var verdict = await evaluator.EvaluateAsync(
            episodeId,
            checks,
            result => responseStream.WriteAsync(new EvaluateMitigationUpdate { Check = result }),
            context.CancellationToken);
        await responseStream.WriteAsync(new EvaluateMitigationUpdate { Verdict = verdict });
    }

    public override Task<ReleaseBaselineResponse> ReleaseBaseline(ReleaseBaselineRequest request, ServerCallContext context)
    {
        baselines.Remove(request.Subject.GetEpisodeId());
        return Task.FromResult(new ReleaseBaselineResponse());
    }
}
